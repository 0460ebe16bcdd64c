--! 4: the run would end at once: give the scenario a duration
local bay = ied { scl = "feeder.cid" }
-- What comes after an event keeps no run alive: the event may never come.
return scenario { expect(bay:released(), { after = bay:associated(), within = "1s" }) }
