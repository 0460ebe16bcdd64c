-- SPDX-License-Identifier: Apache-2.0
--
-- Connections come into being below the device and are never taken up, as when its accept queue is full.
--
-- A correct client gives a connection up that is not answered, and tries again.
--
-- On the wire: frame.comment contains "fault accept_queue_full: "
-- Never on the wire: tcp.flags.syn == 1 && frame.time_relative > 0.2 && frame.time_relative < 1.7 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "accept_queue_full", { within = "2s" }),
  at "200ms" { fault.accept_queue_full(bay, { lasting = "1500ms" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(client.connect, bay, { timeout = "500ms" }) ~= nil, "nobody answers a new connection")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the association goes on")
    sleep "1500ms"
    client.connect(bay):release()
    scada:release()
  end),
}
