-- SPDX-License-Identifier: Apache-2.0
--
-- A position is questionable and old for a second, whatever the process says, and one in test and blocked.
--
-- A correct client shows the quality with the value, and does not switch on what is not good.
--
-- On the wire: mms.data_bit-string == c1:00
-- On the wire: mms.data_bit-string == 00:18

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "quality", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.quality(bay, { reference = "LD0/XCBR1.Pos", quality = "questionable,oldData", lasting = "1s" }) },
  at "200ms" { fault.quality(bay, { reference = "LD0/CSWI1.Pos", quality = "test,operatorBlocked", lasting = "1s" }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", { value = "off", q = "good" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "600ms"
    check(scada:read "LD0/XCBR1.Pos" == "off", "the value follows the process")
    check(scada:read "LD0/XCBR1.Pos.q[ST]" == "questionable,oldData", "its quality does not")
    check(scada:read "LD0/CSWI1.Pos.q[ST]" == "good,test,operatorBlocked", "the other one is in test")
    sleep "700ms"
    check(scada:read "LD0/XCBR1.Pos.q[ST]" == "good", "the quality of the process is back")
    check(scada:read "LD0/CSWI1.Pos.q[ST]" == "good", "that of the other one, too")
    scada:release()
  end),
}
