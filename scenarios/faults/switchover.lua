-- SPDX-License-Identifier: Apache-2.0
--
-- A whole station switches over: every connection of its IEDs is cut, nobody gets in for a second, then all of them
-- listen again on ports of their own choice, a thousand further.
--
-- A correct client knows both addresses of every device, tries them in turn, and is back everywhere within a few seconds.
--
-- On the wire: tcp.flags.reset == 1 && frame.interface_name == "FEEDER1"
-- On the wire: tcp.flags.reset == 1 && frame.interface_name == "FEEDER3"
-- Never on the wire: tcp.flags.reset == 1 && frame.interface_name == "FEEDER2"

local bystander = require "iedbench.bystander"

local bay      = ied { scl = "substation.scd", name = "FEEDER1" }
local next_bay = ied { scl = "substation.scd", name = "FEEDER3" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "switchover", { at_least = 2, within = "3s" }),
  expect(next_bay:fault_acted "switchover", { at_least = 2, within = "3s" }),
  at "500ms" { fault.switchover({ bay, next_bay }, { after = "1s", port_offset = 1000 }) },

  task("SCADA", function()
    local first, second = client.connect(bay), client.connect(next_bay)
    sleep "600ms"
    check(kind_of(first.read, first, "LD0/XCBR1.Pos") ~= nil, "the first association is gone")
    check(kind_of(second.read, second, "LD0/XCBR1.Pos") ~= nil, "so is the second")
    check(kind_of(client.connect, bay, { timeout = "300ms" }) == "connect", "nobody is there")
    sleep "1300ms"
    first, second = client.connect(bay), client.connect(next_bay)
    check(first:read "LD0/XCBR1.Pos" ~= nil and second:read "LD0/XCBR1.Pos" ~= nil, "both are back, elsewhere")
    first:release()
    second:release()
  end),
}
