--! 2: substation.scd has no IED FEEDR1 with a server (did you mean FEEDER1?)
local bay = ied { scl = "substation.scd", name = "FEEDR1" }
return scenario { expect(bay:associated(), { within = "1s" }) }
