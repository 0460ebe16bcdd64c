-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered control block goes on without its client: the periods of its integrity and the
-- changes are entries that come later, in the order in which they happened.

local bay  = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcb01"

return scenario {
  expect(brcb:resynced(), { within = "20s" }),
  never(brcb:entry_lost()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local values = scada:subscribe("LD0/LLN0.BR.brcb01", { opt_flds = "all", integrity = "200ms", trg_ops = "dchg,period" })
    local last = values:report { within = "5s" }
    check(last.members[1].reasons["integrity"], "first a period is over")
    scada:cut()
    wait(brcb:disabled(), { within = "5s" })
    for number = 1, 3 do
      sleep "250ms"
      bay["LD0/GGIO1.AnIn1.mag.f"] = number
    end

    scada = client.connect(bay)
    values = scada:subscribe("LD0/LLN0.BR.brcb01", { entry_id = last.entry_id })
    local number, periods = 0, 0
    while number < 3 do
      local report = values:report { within = "5s" }
      check(report.entry_id > last.entry_id, "entries come in their order")
      check(report.time_of_entry >= last.time_of_entry, "with the times of then")
      local member = report.members[#report.members == 1 and 1 or 2]
      if member.reasons["data-change"] then
        number = number + 1
      else
        periods = periods + 1
      end
      check(member.value.f == number, "each with the value of its time")
      last = report
    end
    check(periods >= 3, "the periods were not forgotten")
    values:finish()
    scada:release()
  end),
}
