--! 15: CTL: LD1/CSWI1.Poss: no data object 'Poss'; did you mean 'Pos'?
--! 16: CTL: LD1/CILO1.EnaOpn is not controllable
--! 17: control: by is "scenario" or "device", not "script"
--! 18: control: asks goes with by = "scenario"
--! 19: control: "select", "operate" and "cancel" are asked, not the string "operates"
--! 20: a control has no operates (did you mean operated?)
--! 21: operated: value is "on" or "off"
--! 22: refused: no such AddCause: the string "blocked-by-interlock" (did you mean blocked-by-interlocking?)
--! 23: operated: or_cat is a category such as "remote-control", or its number
--! 24: operated: check is "none", "synchrocheck", "interlock" or "synchrocheck,interlock"
--! 25: terminated: result is "positive" or "negative"
--! 26: operated has no option oridentt (did you mean or_ident?)
local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"
bay:control "LD1/CSWI1.Poss"
bay:control "LD1/CILO1.EnaOpn"
bay:control("LD1/CSWI1.Pos", { by = "script" })
bay:control("LD1/CSWI1.Pos", { asks = { "select" } })
bay:control("LD1/CSWI1.Pos", { by = "scenario", asks = { "select", "operates" } })
never(pos:operates())
never(pos:operated { value = 5 })
never(pos:refused { cause = "blocked-by-interlock" })
never(pos:operated { or_cat = "nobody" })
never(pos:operated { check = "both" })
never(pos:terminated { result = "+" })
never(pos:operated { oridentt = "A" })
return scenario { duration = "1s", expect(bay:associated()) }
