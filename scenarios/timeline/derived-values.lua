-- SPDX-License-Identifier: Apache-2.0
--
-- Values that follow others, as an IED computes them: the power factor from active and reactive power that walk by
-- themselves, and an alarm above a limit.
--
-- A correct client sees a whole that fits together at every moment: values of one tick are one commit, so a report of
-- the data set never holds a new active power beside an old power factor; and the alarm agrees with the power.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  duration = "4s",
  at "0s" {
    random_walk(bay, "LD0/MMXU1.TotW", { from = 60, step = 8, low = 20, high = 100, every = "100ms" }),
    random_walk(bay, "LD0/MMXU1.TotVAr", { from = 10, step = 3, low = 1, high = 30, every = "100ms" }),
    expression(bay, "LD0/MMXU1.TotPF", "{.TotW} / sqrt({.TotW}^2 + {.TotVAr}^2)", { every = "100ms" }),
    expression(bay, "LD0/GGIO1.Alm1", "{LD0/MMXU1.TotW} > 70", { every = "100ms" }),
    expression(bay, "LD0/GGIO1.AnIn1", "max({LD0/MMXU1.TotW}, first) + 5 * sin(2 * pi * t)", { every = "100ms" }),
  },
  expect(bay:changed "LD0/MMXU1.TotPF.mag.f", { at_least = 30, within = "4s" }),
  expect(bay:read "LD0/MMXU1", { at_least = 5, within = "4s" }),

  task("trend", function()
    local scada = client.connect(bay)
    for _ = 1, 20 do
      sleep "137ms"
      local power = scada:read "LD0/MMXU1[MX]"
      local w, var, pf = power.TotW.mag.f, power.TotVAr.mag.f, power.TotPF.mag.f
      check(w >= 20 and w <= 100, "the active power keeps its bounds")
      check(math.abs(pf - w / math.sqrt(w * w + var * var)) < 1e-5, "the power factor fits the powers")
      check(power.TotPF.t == power.TotW.t, "they were computed in one tick")
    end
    scada:release()
  end),
}
