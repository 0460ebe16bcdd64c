--! 4: FEEDER1: LD0/XCBR1.Poss: no data object 'Poss'; did you mean 'Pos'?
--! 5: FEEDER1: LD0/XCBR7.Pos: no logical node 'XCBR7'; did you mean 'XCBR1'?
--! 6: FEEDER1: LD1/XCBR1.Pos: no logical device 'LD1'; did you mean 'LD0'?
return (function(bay) return scenario { at "1s" { set(bay, "LD0/XCBR1.Poss", "on") },
  at "1s" { set(bay, "LD0/XCBR7.Pos", "on") },
  expect(bay:read "LD1/XCBR1.Pos", { within = "1s" }) } end)(ied { scl = "substation.scd", name = "FEEDER1" })
