--! 5: no such personality: ge-f65, did you mean ge-f650? (see iedbench list personalities)
--! 6: ied has no option personalty (did you mean personality?)
-- Personalities that are none.

local bay = ied { scl = "feeder.cid", personality = "ge-f65" }
local other = ied { scl = "feeder.cid", personalty = "ge-f650" }
return scenario { expect(bay:associated(), { within = "1s" }) }
