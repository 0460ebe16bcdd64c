-- SPDX-License-Identifier: Apache-2.0
--
-- Every PDU of the device comes twice.
--
-- A correct client takes the first answer and ignores an invokeID that it did not wait for.
--
-- On the wire, 2 times: mms.invokeID == 1 && mms.confirmed_ResponsePDU_element && tcp.stream == 1 && frame.interface_name == "FEEDER1"
-- On the wire: mms.confirmed_ResponsePDU_element && frame.comment contains "fault duplicate: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "duplicate", { at_least = 5, within = "3s" }),
  never(bay:aborted()),
  at "200ms" { fault.duplicate(bay, { lasting = "2s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    for i = 1, 5 do
      check(scada:read "LD0/XCBR1.Pos" ~= nil, "an answer that comes twice is one answer")
      check(scada:identify().vendor ~= nil, "and the next is the next")
      sleep "20ms"
    end
    scada:release()
  end),
}
