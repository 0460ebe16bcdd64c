-- SPDX-License-Identifier: Apache-2.0
--
-- What the device sends is gathered for 200 ms and comes in one piece: several PDUs in one segment.
--
-- A correct client takes PDUs apart wherever the segments end.

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "coalesce", { at_least = 3, within = "3s" }),
  never(bay:aborted()),
  at "500ms" { fault.coalesce(bay, { window = "200ms", lasting = "2s" }) },
  every("20ms", { from = "600ms", times = 20 }) { set(bay, "LD0/XCBR1.Pos", "off"), set(bay, "LD0/XCBR1.OpCnt", 7) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "600ms"
    for _ = 1, 3 do
      local begun = now()
      scada:read "LD0/XCBR1.Pos"
      check(now() - begun >= 0.15, "an answer comes with the next piece")
    end
    scada:release()
  end),
}
