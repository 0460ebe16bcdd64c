-- SPDX-License-Identifier: Apache-2.0
--
-- One unbuffered report for each change: what changed, why, and nothing else.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"            -- whichever instance the client took

return scenario {
  expect(urcb:reserved(),    { within = "10s" }),
  expect(urcb:enabled(),     { within = "10s" }),
  expect(urcb:report_sent(), { at_least = 2, within = "15s" }),
  expect(urcb:disabled(),    { within = "20s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { opt_flds = "all", buffer_time = "0s" })

    for number, position in ipairs { "off", "on" } do
      bay["LD0/XCBR1.Pos"] = position
      local report = status:report { within = "5s" }
      check(report.sq_num == number - 1, "SqNum counts from 0")
      check(#report.members == 1, "only what changed is in the report")
      check(report.members[1].reference == "LD0/XCBR1.Pos", "it is the breaker's position")
      check(report.members[1].value.stVal == position, "with its new value")
      check(report.members[1].reasons["data-change"], "because the value changed")
    end
    status:finish()
    check(status:waiting() == 0, "no report came twice")
    check(status:problem() == nil, "nothing was wrong with the stream")
    scada:release()
  end),
}
