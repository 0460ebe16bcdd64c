-- SPDX-License-Identifier: Apache-2.0
--
-- The device listens on another port for a while: associations are cut, and the old port refuses.
--
-- A correct client does not wait for ever on the old address, and is back when the device is.
--
-- On the wire, 1 time: tcp.flags.reset == 1 && tcp.srcport == 102 && frame.interface_name == "FEEDER1"
-- Never on the wire: tcp.flags.syn == 1 && frame.time_relative > 0.5 && frame.time_relative < 1.5 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "port_moved", { within = "2s" }),
  expect(bay:aborted(), { within = "2s" }),
  at "500ms" { fault.port_moved(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "600ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the association is gone")
    sleep "1500ms"
    client.connect(bay):release()
  end),
}
