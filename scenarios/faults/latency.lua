-- SPDX-License-Identifier: Apache-2.0
--
-- Every octet takes 100 ms and up to 20 ms more, each way, for five seconds: answers come late but in order.
--
-- A correct client waits for them: it neither gives the association up nor asks twice.
--
-- On the wire: tcp.time_delta > 0.1 && tpkt && frame.comment contains "fault latency: "
-- Never on the wire: tcp.time_delta < 0.1 && tcp.time_delta > 0 && frame.time_relative < 5 && frame.interface_name == "FEEDER1"

local bay = ied { scl = "feeder.cid" }

return scenario {
  expect(bay:fault_acted "latency", { at_least = 8, within = "10s" }),
  never(bay:aborted()),
  at "0s" { fault.latency(bay, { delay = "100ms", jitter = "20ms", lasting = "5s" }) },

  task("SCADA", function()
    sleep "10ms"
    local scada = client.connect(bay)
    check(now() >= 0.4, "connecting takes two round trips")
    for _ = 1, 5 do
      local begun = now()
      scada:read "LD0/XCBR1.Pos"
      local took = now() - begun
      check(took >= 0.2 and took < 0.5, "a read takes one slow round trip")
    end
    scada:release()
  end),
}
