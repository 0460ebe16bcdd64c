-- SPDX-License-Identifier: Apache-2.0
--
-- The device falls silent five octets into a PDU and goes on a second later.
--
-- A correct client keeps the beginning of a PDU, and does not take the silence for the end.
--
-- On the wire, 1 time: tcp.len == 5 && frame.comment contains "fault stall_pdu: "
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && tcp.len == 28 && tcp.time_delta > 0.99 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "stall_pdu", { within = "2s" }),
  never(bay:aborted()),
  at "300ms" { fault.stall_pdu(bay, { octets = 5, pause = "1s", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "2s" })
    sleep "400ms"
    local begun = now()
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the answer comes whole")
    check(now() - begun > 0.9, "its second part came later")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "and the next at once")
    scada:release()
  end),
}
