-- SPDX-License-Identifier: Apache-2.0
--
-- A TPKT has version 4.
--
-- A correct client ends the connection: it does not know where the next packet would begin.
--
-- On the wire, 1 time: tcp.payload[0:1] == 04 && frame.comment contains "fault wrong_version: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_version", { within = "3s" }),
  at "300ms" { fault.wrong_version(bay, { times = 1 }) },

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
