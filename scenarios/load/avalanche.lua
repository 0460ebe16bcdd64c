-- SPDX-License-Identifier: Apache-2.0
--
-- A short circuit on the busbar: every feeder of the station changes fifty times in a second, all at once. A client that cannot keep
-- up must at least lose nothing, and not its associations either.
--
-- A correct client takes the reports as they come, or lets the buffers of the devices keep them.

local station = station { scl = "substation.scd" }
local feeders = station:ieds "FEEDER*"
local CHANGES <const> = 50

local watched = {}
for number, each in ipairs(feeders) do
  local brcb = each:rcb "LD0/LLN0.BR.brcbProt"
  watched[#watched + 1] = expect(brcb:report_sent(), { at_least = CHANGES, within = "12s" })
  watched[#watched + 1] = never(brcb:entry_lost())
end

-- One task a feeder; each counts what it was told.
local function listens(name, options, how)
  local tasks = {}
  for number, each in ipairs(feeders) do
    tasks[number] = stand_in(name, number == 1 and options or {}, function()
      local scada  = client.connect(each)
      local alarms = scada:subscribe("LD0/LLN0.BR.brcbProt", { purge = true, opt_flds = "all" })
      how(scada, alarms, number)
      sleep(12 - now())
      alarms:finish()
      scada:release()
    end)
  end
  return tasks
end

local function takes_all(_, alarms)
  local last
  while pcall(function() last = alarms:report { within = "4s" } end) do
    check(not last.buf_ovfl or last.sq_num == 0, "no entry is missing")
  end
  check(alarms:problem() == nil, "no report is missing")
end

return scenario {
  duration = "14s",
  watched,
  never(station:aborted()),
  threshold(station:metric "report_rate", ">=", 100, { of = "max" }),

  every("40ms", { from = "2s", times = CHANGES // 2 }) { set(feeders, "LD0/PTRC1.Tr", true) },
  every("40ms", { from = "2020ms", times = CHANGES // 2 }) { set(feeders, "LD0/PTRC1.Tr", false) },

  listens("takes all reports", {}, takes_all),
  listens("breaks down under them", {
    fails = {
      "never any IED of substation.scd aborted*", "FEEDER1 report_sent LD0/LLN0.BR.brcbProt at least 50 times within 12 s*",
    },
  }, function(scada, alarms, number)
    if number > 1 then
      takes_all(scada, alarms)
      return
    end
    for _ = 1, 10 do
      alarms:report { within = "5s" }
    end
    scada:abort()
    sleep "60s"
  end),
}
