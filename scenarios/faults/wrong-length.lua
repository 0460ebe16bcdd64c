-- SPDX-License-Identifier: Apache-2.0
--
-- A TPKT says that it is three octets longer than it is: what follows is taken for its rest.
--
-- A correct client bounds how long it waits for the rest of a packet, and ends the connection when no header
-- follows.
--
-- On the wire, 1 time: tpkt.length == 36 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: tcp.len == 33 && frame.comment contains "fault wrong_length: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_length", { within = "3s" }),
  at "300ms" { fault.wrong_length(bay, { offset = 3, times = 1 }) },

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
