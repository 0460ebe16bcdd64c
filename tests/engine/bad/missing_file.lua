--! 2: feedr.cid: no such file, neither beside the scenario nor in --scl-path nor among the installed ones
local bay = ied { scl = "feedr.cid" }
return scenario { at "1s" { set(bay, "LD0/XCBR1.Pos", "on") } }
