-- SPDX-License-Identifier: Apache-2.0
--
-- Each client has an instance of its own; who comes when all are taken is refused, and a lost
-- link makes its instance free again.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"

return scenario {
  expect(urcb:enabled(),  { at_least = 3, within = "10s" }),
  expect(urcb:disabled(), { at_least = 3, within = "20s" }),

  task("SCADA", function()
    local options = { opt_flds = "seqNum,reasonCode", buffer_time = "0s" }
    local subscriptions = {}
    for i = 1, 3 do
      subscriptions[i] = client.connect(bay):subscribe("LD0/LLN0.RP.urcbStatus", options)
    end

    local late = client.connect(bay)
    local ok, failure = pcall(late.subscribe, late, "LD0/LLN0.RP.urcbStatus")
    check(not ok and failure.kind == "not-free", "a fourth client finds no free instance")
    late:release()

    bay["LD0/XCBR1.Pos"] = "off"
    for i = 1, 3 do
      local report = subscriptions[i]:report { within = "5s" }
      check(report.members[1].value.stVal == "off", "every client has the change")
      check(report.members[1].reference == "LD0/XCBR1.Pos", "named by the data set's directory")
    end

    bay:abort()
    wait(urcb:disabled(), { within = "5s" })
    sleep "100ms"
    local again = client.connect(bay)
    local status = again:subscribe("LD0/LLN0.RP.urcbStatus01", options)
    bay["LD0/XCBR1.Pos"] = "on"
    check(status:report().members[1].value.stVal == "on", "the instance is free again")
    status:finish()
    again:release()
  end),
}
