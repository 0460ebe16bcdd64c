-- SPDX-License-Identifier: Apache-2.0
--
-- Lengths are legal but odd: four octets where one does, or indefinite; so are values: a TRUE that is 1, unused bits that are set.
--
-- A correct client reads them like any other.
--
-- On the wire: mms.confirmed_ResponsePDU_element && tcp contains a1:84:00 && frame.comment contains "fault odd_ber: "
-- On the wire: mms.confirmed_ResponsePDU_element && tcp contains a1:80 && frame.comment contains "fault odd_ber: "
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && tcp contains 83:01:01 && frame.comment contains "TRUE is 1"
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && tcp contains 84:02:06:bf && frame.comment contains "unused bits are set"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "odd_ber", { at_least = 8, within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.odd_ber(bay, { style = "long", lasting = "300ms" }) },
  at "600ms" { fault.odd_ber(bay, { style = "indefinite", lasting = "300ms" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    for _ = 1, 60 do
      check(scada:read "LD0/XCBR1.Pos" == "on", "the position is read")
      sleep "15ms"
    end
    act(fault.odd_ber(bay, { style = "true", times = 1 }))
    check(scada:read "LD0/LLN0.LG.lcbStatus.LogEna" == true, "1 is true")
    act(fault.odd_ber(bay, { style = "unused_bits", times = 1 }))
    check(scada:read "LD0/XCBR1.Pos.stVal" == "on", "bits behind the last are none")
    scada:release()
  end),
}
