-- Nobody came, and nothing said that this is fine: exit 5.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "100ms", never(bay:aborted()) }
