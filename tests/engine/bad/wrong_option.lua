--! 11: expect has no option withn (did you mean within?)
--! 12: expect: within takes a time such as "1.5s" or "100ms", not the string "soon"
--! 13: expect: at_least takes a count, not the number 1.5
--! 14: never has no option maximum
--! 15: ramp needs to
--! 16: sine has no option amplitud (did you mean amplitude?)
--! 16: sine needs amplitude
--! 17: never has no option at_most
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
return scenario {
  expect(bay:associated(), { withn = "1s" }),
  expect(bay:associated(), { within = "soon" }),
  expect(bay:associated(), { within = "1s", at_least = 1.5 }),
  never(bay:aborted(), { maximum = 1 }),
  at "1s" { ramp(bay, "LD0/MMXU1.TotW.mag.f", { over = "1s" }),
            sine(bay, "LD0/MMXU1.TotW.mag.f", { amplitud = 1, period = "1s" }) },
  never(bay:aborted(), { at_most = 1 }),
}
