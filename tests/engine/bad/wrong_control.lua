--! 24: CTL: LD1/CSWI1.Poss: no data object 'Poss'; did you mean 'Pos'?
--! 25: CTL: LD1/CILO1.EnaOpn is not controllable
--! 26: control: by is "scenario" or "device", not "script"
--! 27: control: asks goes with by = "scenario"
--! 28: control: a service is "select", "operate" or "cancel", not the string "operates"
--! 29: a control has no operates (did you mean operated?)
--! 30: operated: value is "on" or "off"
--! 31: refused: no such AddCause: the string "blocked-by-interlock" (did you mean blocked-by-interlocking?)
--! 32: operated: or_cat is a category such as "remote-control", or its number
--! 33: operated: check is "none", "synchrocheck", "interlock" or "synchrocheck,interlock"
--! 34: terminated: result is "positive" or "negative"
--! 35: operated has no option oridentt (did you mean or_ident?)
--! 36: control needs how LD1/CSWI1.Pos answers, such as { refuse = "blocked-by-mode" } or { answer = "usual" }
--! 37: control: no such AddCause: the number 28
--! 38: control: travel, stuck and fail are of an operate that is accepted
--! 39: control: travel, stuck and fail are of an operate that is accepted
--! 40: control: LD0/GGIO4.SPCSO1 has no such position to be stuck in
--! 41: control: stuck is "unmoved", "intermediate" or "bad", not "between"
--! 42: control: answer is "never" or "usual", not "sometimes"
--! 43: control: who never answers neither refuses nor delays
--! 44: client_warning: no such warning: ctlnum (did you mean ctl-num?)
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
control(bay, "LD1/CSWI1.Pos")
control(bay, "LD1/CSWI1.Pos", { refuse = 28 })
control(bay, "LD1/CSWI1.Pos", { refuse = 8, travel = "1s" })
control(bay, "LD1/CSWI1.Pos", { stuck = "intermediate", on = "select" })
control(bay, "LD0/GGIO4.SPCSO1", { stuck = "intermediate" })
control(bay, "LD1/CSWI1.Pos", { stuck = "between" })
control(bay, "LD1/CSWI1.Pos", { answer = "sometimes" })
control(bay, "LD1/CSWI1.Pos", { answer = "never", refuse = 1 })
never(bay:client_warning { value = "ctlnum" })
return scenario { duration = "1s", expect(bay:associated()) }
