--! 8: ied: differs: LD0/XCBR9: the file has no such logical node
--! 9: ied: differs has no mising (did you mean missing?)
--! 10: ied: differs.types takes { ["LD0/MMXU1.TotW.mag.f"] = "INT32" }
--! 11: ied: differs.renamed takes the name of an IED
--! 13: FEEDER1: LD0/PTOC2.Op: no logical node 'PTOC2'; did you mean 'PTOC1'?
-- Devices that cannot differ so.

local a = ied { scl = "feeder.cid", differs = { missing = "LD0/XCBR9" } }
local b = ied { scl = "feeder.cid", differs = { mising = "LD0/XCBR1" } }
local c = ied { scl = "feeder.cid", differs = { types = "INT32" } }
local d = ied { scl = "feeder.cid", differs = { renamed = "BAY 77" } }
local e = ied { scl = "feeder.cid", differs = { missing = "LD0/PTOC2" } }
return scenario { at "1s" { set(e, "LD0/PTOC2.Op", true) } }
