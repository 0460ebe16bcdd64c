-- SPDX-License-Identifier: Apache-2.0
--
-- A position stays what it was, though its time stamp says that it changed.
--
-- A correct client takes the value as it comes; it notices that t moved and the value did not.
--
-- On the wire: mms.utc_time contains "2026 00:00:00.500"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "stale_value", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.stale_value(bay, { reference = "LD0/XCBR1.Pos", lasting = "1s" }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local before = scada:read "LD0/XCBR1.Pos.t[ST]"
    sleep "600ms"
    check(scada:read "LD0/XCBR1.Pos" == "on", "the old value")
    check(scada:read "LD0/XCBR1.Pos.t[ST]" > before, "with a fresh stamp")
    sleep "700ms"
    check(scada:read "LD0/XCBR1.Pos" == "off", "what is true comes with the end")
    scada:release()
  end),
}
