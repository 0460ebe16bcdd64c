--! 3: FEEDER1 has no assosiated (did you mean associated?)
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
return scenario { expect(bay:assosiated(), { within = "1s" }) }
