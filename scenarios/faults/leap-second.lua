-- SPDX-License-Identifier: Apache-2.0
--
-- A second comes twice: what happens after half of it has the stamp of before, LeapSecondsKnown.
--
-- A correct client does not throw away what seems to be older than what it has.
--
-- On the wire: mms contains 69:55:b9:00:66:66:66:0a
-- On the wire: mms contains 69:55:b9:00:33:33:33:8a

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
  expect(bay:fault_acted "leap_second", { within = "2s" }),
  never(bay:aborted()),
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "900ms" { fault.leap_second(bay, { lasting = "1s" }) },
  at "1200ms" { set(bay, "LD0/CSWI1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "1300ms"
    local first, second = scada:read "LD0/XCBR1.Pos.t[ST]", scada:read "LD0/CSWI1.Pos.t[ST]"
    local passed = (seconds(second) - seconds(first) + 1) % 86400
    check(passed > 0.75 and passed < 0.85, "0.8 s later, and 0.2 s earlier by their stamps")
    scada:release()
  end),
}
