-- SPDX-License-Identifier: Apache-2.0
--
-- A device of the SEL-400 series closes an association on which nothing was asked for two minutes, reports or not.
--
-- A correct client asks for something now and then, or notices the end and comes back.

local bay = ied { scl = "feeder.cid", personality = "sel-400" }

return scenario {
  duration = "170s",
  at "0s" { speed(40) },
  at "0s" { pulse(bay, "LD0/GGIO1.Alm1", { width = "10s", period = "20s", times = 7 }) },
  expect(bay:aborted(), { within = "135s" }),

  task("a client that only listens", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    local begun, count = now(), 0
    while pcall(status.report, status, { within = "20s" }) do count = count + 1 end
    check(count >= 11, "reports came all the while")
    check(now() - begun > 119 and now() - begun < 160, "behind two minutes without a request no more come")
    check(not pcall(scada.read, scada, "LD0/XCBR1.Pos"), "the association is gone")
  end),

  task("a client that asks", function()
    local scada = client.connect(bay)
    for _ = 1, 13 do
      sleep "10s"
      scada:read "LD0/XCBR1.Pos"
    end
    scada:release()
    check(true, "it stayed")
  end),
}
