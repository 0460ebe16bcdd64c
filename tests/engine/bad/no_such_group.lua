--! 3: nothing fits "XSWI*.Pos"
local station = station { scl = "substation.scd" }
local group = station:each "XSWI*.Pos"
return scenario { at "1s" { set(group, "on") } }
