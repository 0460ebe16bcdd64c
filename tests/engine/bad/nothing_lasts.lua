--! 4: the run would end at once: give the scenario a duration
local bay = ied { scl = "feeder.cid" }
-- Nothing here has a time.
return scenario { never(bay:aborted()) }
