-- SPDX-License-Identifier: Apache-2.0
--
-- Every request is answered twice.
--
-- A correct client ignores the second answer, or rejects it; it does not take it for the answer to the next
-- request.
--
-- On the wire, 2 times: mms.invokeID == 1 && mms.confirmed_ResponsePDU_element && tcp.stream == 1 && frame.interface_name == "FEEDER1"
-- On the wire, 8 times: mms.confirmed_ResponsePDU_element && frame.comment contains "fault answer_twice: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "answer_twice", { at_least = 4, within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.answer_twice(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    for _ = 1, 4 do
      check(scada:read "LD0/XCBR1.Pos" ~= nil and scada:identify().vendor ~= nil, "each answer is that of its request")
      sleep "20ms"
    end
    scada:release()
  end),
}
