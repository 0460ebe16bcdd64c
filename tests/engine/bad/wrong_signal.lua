--! 9: random_walk: low must be less than high
--! 10: expression: a value is missing, behind "{.TotVAr} +"
--! 11: FEEDER1: LD0/MMXU1.TotVArr: no data object 'TotVArr'; did you mean 'TotVAr'?
--! 12: steps: each has a time behind the one before, not the string "1s"
--! 13: pulse: width must be more than 0 and less than period
--! 14: expression takes numbers, Booleans and enumerations; LD0/XCBR1.Pos is Dbpos
--! 15: nothing fits "XSWI*.*"
--! 16: ramp moves numbers; LD0/XCBR1.Pos.subID is VisString64
local bay = ied { scl = "substation.scd", name = "FEEDER1" } return scenario { at "1s" { random_walk(bay, "LD0/MMXU1.TotW", { step = 1, low = 2, high = 1 }),
  expression(bay, "LD0/MMXU1.TotW", "{.TotVAr} +"), 
  expression(bay, "LD0/MMXU1.TotW", "{.TotVArr} + 1"), 
  steps(bay, "LD0/XCBR1.Pos", { { "1s", "on" }, { "1s", "off" } }), 
  pulse(bay, "LD0/XCBR1.Pos", { width = "2s", period = "1s" }), 
  expression(bay, "LD0/MMXU1.TotW", "{LD0/XCBR1.Pos}"), 
  noise(bay, "XSWI*.*", { deviation = 1 }), 
  ramp(bay, "XCBR1.Pos.*", { to = 1, over = "1s" }), 
} }
