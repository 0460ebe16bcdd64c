--! 4: unexpected symbol near ')'
local bay = ied { scl = "feeder.cid" }
return scenario {
  at "1s" { set(bay, "LD0/XCBR1.Pos", ) } }
