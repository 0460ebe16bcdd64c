-- SPDX-License-Identifier: Apache-2.0
--
-- Two answers to reads are lost on the way; the association stays.
--
-- A correct client gives a request up after a time and asks again, with a new invokeID.
--
-- Never on the wire: mms.confirmed_ResponsePDU_element && mms.invokeID == 1 && frame.interface_name == "FEEDER1"
-- On the wire, 2 times: mms.cancel_ErrorPDU_element && frame.comment contains "fault drop: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "drop", { at_least = 2, within = "3s" }),
  at "0s" { fault.drop(bay, { pdu = "read", times = 2 }) },

  task("SCADA", function()
    sleep "10ms"
    local scada = client.connect(bay, { timeout = "500ms" })
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "no-answer", "the first answer is lost")
    check(scada:identify().vendor ~= nil, "another service is answered")
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "no-answer", "and the second")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the third comes")
    scada:abort()                             -- two requests are still open: no conclude would come through
  end),
}
