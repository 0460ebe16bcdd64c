-- SPDX-License-Identifier: Apache-2.0
--
-- Stamps say that the clock failed and is not synchronized, their accuracy is unspecified.
--
-- A correct client shows such times as doubtful.
--
-- On the wire: mms contains 69:55:b9:00:99:99:99:7f
-- Never on the wire: mms contains 99:99:99:0a

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "clock_not_synchronized", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.clock_not_synchronized(bay, { quality = "ClockFailure,ClockNotSynchronized", lasting = "1s" }) },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  expect(bay:clock_changed { value = "failed" }, { within = "2s" }),
  expect(bay:clock_changed { value = "synchronized" }, { within = "3s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "700ms"
    check(scada:read "LD0/XCBR1.Pos" == "off", "the position is there all the same")
    scada:read "LD0/XCBR1.Pos.t[ST]"
    scada:release()
  end),
}
