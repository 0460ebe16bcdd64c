-- SPDX-License-Identifier: Apache-2.0
--
-- A position changes, and its time stamp stays what it was.
--
-- A correct client takes the new value, and does not throw it away as one that it has seen.
--
-- Never on the wire: mms.utc_time contains "00:00:00.500" && frame.time_relative < 1.1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "stale_time", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.stale_time(bay, { reference = "LD0/XCBR1.Pos", lasting = "1s" }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local before = scada:read "LD0/XCBR1.Pos.t[ST]"
    sleep "600ms"
    check(scada:read "LD0/XCBR1.Pos" == "off", "the new value")
    check(scada:read "LD0/XCBR1.Pos.t[ST]" == before, "with the old stamp")
    sleep "700ms"
    check(scada:read "LD0/XCBR1.Pos.t[ST]" > before, "what is true comes with the end")
    scada:release()
  end),
}
