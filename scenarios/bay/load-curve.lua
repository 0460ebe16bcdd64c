-- SPDX-License-Identifier: Apache-2.0
--
-- A day's load in five seconds.
--
-- The power of FEEDER3 follows the curve of a town, a fifth of a second an hour: low at night, with a
-- peak in the evening.
--
-- A correct client shows a trend without holes: it takes every report of the measurands.

local load = require "iedbench.load"

local bay  = ied { scl = "substation.scd", name = "FEEDER3" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbMeas"

return scenario {
  duration = "5.5s",
  load.follow(bay, { peak = 10, curve = load.household, hour = "200ms", every = "150ms" }),
  expect(brcb:enabled(), { within = "5s" }),
  expect(brcb:report_sent(), { at_least = 15 }),

  task("trend", function()
    local scada  = client.connect(bay)
    local trend  = scada:subscribe "LD0/LLN0.BR.brcbMeas"
    local least, most, at = 10, 0, nil
    while now() < 4.8 do
      local report = trend:report { within = "2s" }
      for _, member in ipairs(report.members) do
        if member.reference == "LD0/MMXU1.TotW" then
          local power = member.value.mag.f
          if power > most then
            most, at = power, now() / 0.2
          end
          least = math.min(least, power)
        end
      end
    end
    check(least > 3 and least < 3.7, "the night is quiet")
    check(most > 9.5 and most <= 10, "the peak is the peak")
    check(at > 18 and at < 20.5, "and it is in the evening")
    check(trend:problem() == nil, "no report is missing")
  end),
}
