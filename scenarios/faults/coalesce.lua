-- SPDX-License-Identifier: Apache-2.0
--
-- What the device sends is gathered for 200 ms and comes in one piece: several PDUs in one segment.
--
-- A correct client takes PDUs apart wherever the segments end.
--
-- On the wire: mms.confirmed_ResponsePDU_element && mms.unconfirmed_PDU_element && frame.comment contains "fault coalesce: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "coalesce", { at_least = 3, within = "3s" }),
  never(bay:aborted()),
  at "500ms" { fault.coalesce(bay, { window = "200ms", lasting = "2s" }) },
  at "600ms" { ramp(bay, "LD0/XCBR1.OpCnt", { from = 1, to = 20, over = "400ms", every = "20ms" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe "LD0/LLN0.RP.urcbStatus"
    sleep "600ms"
    for _ = 1, 3 do
      local begun = now()
      scada:read "LD0/XCBR1.Pos"
      check(now() - begun >= 0.15, "an answer comes with the next piece")
    end
    check(status:report { within = "1s" } ~= nil, "reports come in the same pieces")
    scada:release()
  end),
}
