-- SPDX-License-Identifier: Apache-2.0
--
-- A buffer that runs over drops its oldest entries and says so once: the first report behind the
-- loss has BufOvfl, those after it have not, and they are the newest ones in order.
-- A correct client then knows that entries are missing and interrogates.

local bay  = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbLarge01"

return scenario {
  expect(brcb:buffer_overflowed(), { within = "20s" }),
  expect(brcb:entry_lost(), { at_least = 10, within = "20s" }),

  task("SCADA", function()
    local function change(number)
      local values = {}
      for i = 1, 12 do
        values[i] = set(bay, "LD0/GGIO2.Txt" .. i, ("%d %s"):format(number, ("x"):rep(240)))
      end
      commit(values)
    end

    local scada = client.connect(bay)
    local texts = scada:subscribe("LD0/LLN0.BR.brcbLarge01", { opt_flds = "all", purge = true })
    change(0)
    change(1)
    local last = texts:report { within = "5s" }
    check(last.buf_ovfl, "who begins without an EntryID does not know what was before")
    last = texts:report { within = "5s" }
    check(not last.buf_ovfl, "nothing is lost yet")
    scada:cut()
    wait(brcb:disabled(), { within = "5s" })
    for number = 2, 121 do
      change(number)
    end

    scada = client.connect(bay)
    local ok = pcall(scada.subscribe, scada, "LD0/LLN0.BR.brcbLarge01", { entry_id = last.entry_id })
    check(not ok, "the entry that the client had is gone")
    texts = scada:subscribe("LD0/LLN0.BR.brcbLarge01", {})
    local first = texts:report { within = "5s" }
    check(first.buf_ovfl, "the first report tells that entries are missing")
    local number = tonumber(first.members[1].value:match "^%d+")
    check(number > 12, "the oldest went")
    for expected = number + 1, 121 do
      local report = texts:report { within = "5s" }
      if not check(tonumber(report.members[1].value:match "^%d+") == expected, "the newest come in order") then
        break
      end
      check(not report.buf_ovfl, "and it is told once")
    end
    check(texts:waiting() == 0 and texts:problem() == nil, "none comes twice")
    texts:finish()
    scada:release()
  end),
}
