-- SPDX-License-Identifier: Apache-2.0
--
-- Integrity reports come period after period, and also when nothing changes.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbMeas"

return scenario {
  expect(urcb:report_sent(), { at_least = 3, within = "15s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local values = scada:subscribe("LD0/LLN0.RP.urcbMeas",
                                   { integrity = "200ms", trg_ops = "period", opt_flds = "all" })
    local last

    for _ = 1, 3 do
      local report = values:report { within = "5s" }
      check(#report.members == 8, "all members are in the report")
      check(report.members[1].reasons["integrity"], "because of the period")
      if last then
        local period = report.time_of_entry - last
        check(period > 0.15 and period < 2, ("the period is 0.2 s, not %.3f s"):format(period))
      end
      last = report.time_of_entry
    end
    values:finish()
    check(values:problem() == nil, "nothing was wrong with the stream")
    scada:release()
  end),
}
