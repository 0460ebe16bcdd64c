-- SPDX-License-Identifier: Apache-2.0
--
-- The device aborts in place of an answer.
--
-- A correct client associates again, and asks again.
--
-- On the wire, 1 time: acse.abort_source == 0 && frame.comment contains "fault abort: "
-- Never on the wire: mms.confirmed_ResponsePDU_element && tcp.stream == 1 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "abort", { within = "3s" }),
  at "300ms" { fault.abort(bay, { pdu = "read", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "400ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the answer is none")
    pcall(scada.abort, scada)
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
