-- SPDX-License-Identifier: Apache-2.0
--
-- The clock of the device runs half as fast again for a second, and says nothing of it.
--
-- A correct client orders by what it got when, and does not trust differences of stamps of two devices.
--
-- On the wire: mms contains 69:55:b9:01:b3:33:33:0a

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

-- Seconds of the day of a stamp.
local function seconds(stamp)
  local hours, minutes, rest = stamp:match "T(%d+):(%d+):([%d.]+)"
  return hours * 3600 + minutes * 60 + rest
end

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "clock_drift", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.clock_drift(bay, { ppm = 500000, lasting = "2s" }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "1200ms" { set(bay, "LD0/CSWI1.Pos", "off") },
  at "2300ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "1300ms"
    local first, second = scada:read "LD0/XCBR1.Pos.t[ST]", scada:read "LD0/CSWI1.Pos.t[ST]"
    local passed = (seconds(second) - seconds(first)) % 86400
    check(passed > 1.15 and passed < 1.25, "0.8 s took 1.2 s")
    sleep "1200ms"
    passed = (seconds(scada:read "LD0/XCBR1.Pos.t[ST]") - seconds(first)) % 86400
    check(passed > 1.75 and passed < 1.85, "the clock is right again, 1.8 s later, and was 0.1 s ahead at the first")
    scada:release()
  end),
}
