--! 2: ied needs name: substation.scd has 8 IEDs with a server
local bay = ied { scl = "substation.scd" }
return scenario { expect(bay:associated(), { within = "1s" }) }
