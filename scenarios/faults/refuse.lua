-- SPDX-License-Identifier: Apache-2.0
--
-- New connections are refused for a second; who is associated stays so and is served.
--
-- A correct client keeps its association, and where it needs a new one tries again at a decent pace.
--
-- On the wire: frame.comment contains "fault refuse: "
-- Never on the wire: tcp.flags.syn == 1 && frame.time_relative > 0.2 && frame.time_relative < 1.2 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "refuse", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.refuse(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(client.connect, bay, { timeout = "500ms" }) == "connect", "a second connection is refused")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the association goes on")
    sleep "1s"
    client.connect(bay):release()
    scada:release()
  end),
}
