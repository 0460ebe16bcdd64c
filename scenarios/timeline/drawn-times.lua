-- SPDX-License-Identifier: Apache-2.0
--
-- Alarms at times that nobody can foresee: drawn from the run's --seed, one sequence a seed.
--
-- A correct client loses none of them, however close they come: each alarm that comes and each that
-- goes is a report of its own, in order. Play it with many seeds to find the unlucky moment of a client.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"

local alarms = { "GGIO1.Alm1", "GGIO1.Alm2", "GGIO1.Alm3" }
local entries = {}
for number, alarm in ipairs(alarms) do
  -- The first between 1 and 2 s behind the client's subscription, the others whenever they like.
  entries[number] = every({ between = { "200ms", "900ms" } }, { from = "1s", times = 4 }) {
    pulse(bay, "LD0/" .. alarm, { width = "60ms" }),
  }
end

return scenario {
  start = urcb:enabled(),
  entries,
  every("700ms", { jitter = "300ms", times = 4 }) { set(bay, "LD0/MMXU1.TotW", 1) },

  expect(urcb:report_sent(), { at_least = 24, within = "6s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { opt_flds = "all", buffer_time = "0s" })
    local came, went = {}, {}

    for number = 0, 2 * 4 * #alarms - 1 do
      local report = status:report { within = "6s" }
      check(report.sq_num == number, "no report is missing")
      for _, member in ipairs(report.members) do
        local counts = member.value.stVal and came or went
        counts[member.reference] = (counts[member.reference] or 0) + 1
      end
    end
    for _, alarm in ipairs(alarms) do
      check(came["LD0/" .. alarm] == 4 and went["LD0/" .. alarm] == 4, alarm .. " came and went four times")
    end
    check(status:problem() == nil, "nothing was wrong with the stream")
    scada:release()
  end),
}
