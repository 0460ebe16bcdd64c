-- SPDX-License-Identifier: Apache-2.0
--
-- A client that polls reads each value once in its cycle, here of one second or more. Reading twice costs the device and
-- the link twice and brings nothing; reading what a report brings anyhow is the same.
--
-- A correct client reads measurands once a second at most, and lets the position come with reports.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"

local function polls(reads)
  return function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { gi = true })
    for _ = 1, 8 do
      reads(scada)
      sleep "1s"
    end
    status:finish()
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "12s",
  expect(bay:read "LD0/MMXU1.TotW", { within = "10s", at_least = 5 }),
  threshold(rate(bay:read "LD0/MMXU1.TotW", { per = "900ms" }), "<=", 1),
  never(bay:read "LD0/XCBR1.Pos", { after = urcb:gi_requested() }),

  stand_in("reads once a cycle", polls(function(scada)
    scada:read "LD0/MMXU1.TotW"
  end)),
  stand_in("reads everything twice", { fails = "max rate of FEEDER1 read LD0/MMXU1.TotW*max 2 in 900 ms*" }, polls(function(scada)
    scada:read "LD0/MMXU1.TotW"
    scada:read "LD0/MMXU1.TotW"
  end)),
  stand_in("reads what reports bring", { fails = "never FEEDER1 read LD0/XCBR1.Pos*" }, polls(function(scada)
    scada:read "LD0/MMXU1.TotW"
    scada:read "LD0/XCBR1.Pos"
  end)),
}
