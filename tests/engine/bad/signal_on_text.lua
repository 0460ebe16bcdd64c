--! 5: ramp moves numbers; LD0/XCBR1.Pos is Dbpos
--! 6: ramp: over must be more than 0
--! 7: noise: every must be at least "1ms"
local bay = ied { scl = "substation.scd", name = "FEEDER1" } return scenario { at "1s" {
  ramp(bay, "LD0/XCBR1.Pos", { to = 1, over = "1s" }), 
  ramp(bay, "LD0/MMXU1.TotW", { to = 1, over = 0 }), 
  noise(bay, "LD0/MMXU1.TotW", { deviation = 1, every = "1us" }) } }
