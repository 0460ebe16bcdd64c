-- SPDX-License-Identifier: Apache-2.0
--
-- Every tenth PDU of the device, drawn from the seed, is 300 ms late; others overtake it.
--
-- A correct client tells answers apart by their invokeID, and waits.
--
-- On the wire: mms.confirmed_ResponsePDU_element && tcp.time_delta > 0.29 && frame.comment contains "fault delay: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "delay", { at_least = 1, within = "4s" }),
  never(bay:aborted()),
  at "200ms" { fault.delay(bay, { delay = "300ms", share = 0.1, lasting = "4s" }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "2s" })
    local late = 0
    sleep "300ms"
    for _ = 1, 60 do
      local begun = now()
      scada:read "LD0/XCBR1.Pos"
      late = late + (now() - begun >= 0.29 and 1 or 0)
    end
    check(late >= 1 and late < 20, "some answers are late, not all")
    scada:release()
  end),
}
