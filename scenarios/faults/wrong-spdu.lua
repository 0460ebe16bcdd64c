-- SPDX-License-Identifier: Apache-2.0
--
-- Data come in a session PDU that does not exist.
--
-- A correct client aborts the association.
--
-- On the wire, 1 time: tcp.payload[9:1] == 63 && frame.comment contains "fault wrong_spdu: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_spdu", { within = "3s" }),
  at "300ms" { fault.wrong_spdu(bay, { spdu = 99, times = 1 }) },

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
