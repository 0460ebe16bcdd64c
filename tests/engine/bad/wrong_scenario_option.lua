--! 3: scenario has no option duratoin (did you mean duration?)
local bay = ied { scl = "feeder.cid" }
return scenario { duratoin = "10s", never(bay:aborted()) }
