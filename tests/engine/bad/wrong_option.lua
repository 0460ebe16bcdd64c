--! 10: expect has no option withn (did you mean within?)
--! 11: expect: within takes a time such as "1.5s" or "100ms", not the string "soon"
--! 12: expect: at_least takes a count, not the number 1.5
--! 13: never has no option maximum
--! 14: ramp needs to
--! 15: sine has no option amplitud (did you mean amplitude?)
--! 15: sine needs amplitude
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
return scenario {
  expect(bay:associated(), { withn = "1s" }),
  expect(bay:associated(), { within = "soon" }),
  expect(bay:associated(), { within = "1s", at_least = 1.5 }),
  never(bay:aborted(), { maximum = 1 }),
  at "1s" { ramp(bay, "LD0/MMXU1.TotW.mag.f", { over = "1s" }),
            sine(bay, "LD0/MMXU1.TotW.mag.f", { amplitud = 1, period = "1s" }) },
}
