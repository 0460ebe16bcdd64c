-- SPDX-License-Identifier: Apache-2.0
--
-- The device agrees to PDUs of one octet, then to no services at all, and then to TPDUs of one octet.
--
-- A correct client refuses an association that cannot carry anything, and asks only for services that it was
-- promised, or lives with their refusal. A TPDU size that there is not is no size.
--
-- On the wire, 1 time: mms.localDetailCalled == 1 && frame.comment contains "fault negotiate: "
-- On the wire, 1 time: cotp.type == 0x0d && frame.comment contains "TPDUs of 2^0 octets"
-- On the wire, 1 time: mms.initiate_ResponsePDU_element && mms.ServiceSupportOptions.read == 0 && frame.comment contains "fault negotiate: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "negotiate", { at_least = 3, within = "2s" }),
  at "0s"    { fault.negotiate(bay, { pdu_size = 1, times = 1 }) },
  at "500ms" { fault.negotiate(bay, { services = "none", times = 1 }) },

  task("SCADA", function()
    sleep "10ms"
    check(kind_of(client.connect, bay, { timeout = "300ms" }) ~= nil, "one octet is too little")
    while now() < 0.6 do
      sleep "10ms"
    end
    local scada = client.connect(bay)
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "what was not promised is served all the same")
    scada:release()
    act(fault.negotiate(bay, { tpdu_size = 0, times = 1 }))
    scada = client.connect(bay)
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "a TPDU size that there is not is none")
    scada:release()
  end),
}
