-- SPDX-License-Identifier: Apache-2.0
--
-- A stream of changes for tests/e2e/report_cuts.py: a new value every 20 ms, ended from outside.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  duration = "2m",
  at "0s" { ramp(bay, "LD0/MMXU1.TotW.mag.f", { from = 0, to = 60000, over = "2m", every = "20ms" }) },
}
