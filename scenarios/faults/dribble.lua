-- SPDX-License-Identifier: Apache-2.0
--
-- What the device sends comes octet by octet, a millisecond apart.
--
-- A correct client puts PDUs together from whatever pieces come.
--
-- On the wire: tcp.len == 1 && tcp.srcport == 102 && frame.comment contains "fault dribble: "
-- Never on the wire: tcp.len > 1 && tcp.srcport == 102 && frame.time_relative < 2.5 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "dribble", { at_least = 3, within = "3s" }),
  never(bay:aborted()),
  at "0s" { fault.dribble(bay, { lasting = "2500ms" }) },

  task("SCADA", function()
    sleep "10ms"
    local scada = client.connect(bay)
    for _ = 1, 5 do
      check(scada:read "LD0/XCBR1.Pos" ~= nil, "a read is answered")
    end
    check(now() > 0.2, "it took one millisecond an octet")
    scada:release()
  end),
}
