-- SPDX-License-Identifier: Apache-2.0
--
-- A read response has a VisibleString where a position was declared.
--
-- A correct client looks at the type of what comes, and does not show the octets of one as another.
--
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.data.visible-string && frame.comment contains "fault wrong_type: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_type", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.wrong_type(bay, { times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local fine, value = pcall(scada.read, scada, "LD0/XCBR1.Pos")
    check(not fine or value == "?", "it is no position")
    check(scada:read "LD0/XCBR1.Pos" == "on", "the next is one")
    scada:release()
  end),
}
