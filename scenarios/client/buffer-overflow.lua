-- SPDX-License-Identifier: Apache-2.0
--
-- While its client is away, a buffer runs over. The first report that it gets then has BufOvfl: entries are missing, and
-- values may be wrong for ever unless they are asked for.
--
-- A correct client sees BufOvfl and interrogates, or reads the members of the data set.

local persistent = require "iedbench.persistent"

local bay  = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbLarge"

local function change(number)
  local values = {}
  for i = 1, 12 do
    values[i] = set(bay, "LD0/GGIO2.Txt" .. i, ("%d %s"):format(number, ("x"):rep(240)))
  end
  return values
end

local function subscribe(scada, entry_id)
  local good, texts = pcall(scada.subscribe, scada, "LD0/LLN0.BR.brcbLarge", { opt_flds = "all", entry_id = entry_id })
  return good and texts or scada:subscribe("LD0/LLN0.BR.brcbLarge", { opt_flds = "all" })
end

-- What it does about a report with BufOvfl.
local function collects(notices)
  return function()
    local scada = client.connect(bay)
    local texts = scada:subscribe("LD0/LLN0.BR.brcbLarge", { opt_flds = "all", purge = true, gi = true })
    local last  = texts:report { within = "5s" }
    wait(bay:aborted(), { within = "20s" })
    scada = persistent.connect(bay)
    texts = subscribe(scada, last.entry_id)
    while true do
      local good, report = pcall(texts.report, texts, { within = "5s" })
      if not good then
        break
      end
      if report.buf_ovfl then
        notices(scada, texts)
      end
    end
    texts:finish()
    scada:release()
  end
end

return scenario {
  start = brcb:enabled(), duration = "50s",
  expect(brcb:buffer_overflowed(), { within = "9s" }),
  expect(brcb:enabled(), { after = brcb:buffer_overflowed(), within = "30s" }),
  any_of {
    expect(brcb:gi_requested(), { after = brcb:buffer_overflowed(), within = "40s" }),
    expect(bay:read "LD0/GGIO2.Txt1", { after = brcb:buffer_overflowed(), within = "40s" }),
  },

  at "2s" { fault.link_down(bay, { lasting = "6s" }) },
  every("20ms", { from = "3s", times = 70 }) { change(1) },
  every("20ms", { from = "3010ms", times = 70 }) { change(2) },

  stand_in("interrogates when entries are missing", collects(function(_, texts) texts:interrogate() end)),
  stand_in("reads when entries are missing", collects(function(scada) scada:read "LD0/GGIO2.Txt1" end)),
  stand_in("overlooks BufOvfl", { fails = "any of *gi_requested*: nothing*" }, collects(function() end)),
}
