-- SPDX-License-Identifier: Apache-2.0
--
-- The clock of the device jumps back by an hour: what happened last has the oldest stamp.
--
-- A correct client shows the position that came last, whatever its stamp says.
--
-- On the wire: mms.utc_time contains "2025 23:00:00.599"
-- On the wire: mms.informationReport_element && mms contains 8c:06:04:ef:70:0a:3b:ec

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
  expect(bay:fault_acted "clock_jump", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.clock_jump(bay, { to = "-1h", lasting = "1s" }) },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "1500ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local before = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    before:report { within = "2s" }
    local past = scada:read "LD0/XCBR1.Pos.t[ST]"
    before:report { within = "2s" }
    local ahead = (seconds(scada:read "LD0/XCBR1.Pos.t[ST]") - seconds(past)) % 86400
    check(ahead > 3600 and ahead < 3602, "an hour and 0.9 s lie between stamps of one second")
    scada:release()
  end),
}
