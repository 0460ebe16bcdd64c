-- SPDX-License-Identifier: Apache-2.0
--
-- Several clients on several instances see the same: each change once, in the same order, with a
-- SqNum of their own, whenever each began and with what OptFlds it likes.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local rows = {
      { rcb = "LD0/LLN0.RP.urcb", opt_flds = "seqNum" }, { rcb = "LD0/LLN0.RP.urcb", opt_flds = "all" },
      { rcb = "LD0/LLN0.RP.urcb", opt_flds = "seqNum,dataRef,timeStamp" },
      { rcb = "LD0/LLN0.BR.brcb", opt_flds = "all" }, { rcb = "LD0/LLN0.BR.brcb", opt_flds = "seqNum,entryID,dataSet" },
    }
    for number, row in ipairs(rows) do
      row.client = client.connect(bay, { from = "127.0.0." .. 10 + number })
      row.values = row.client:subscribe(row.rcb, { opt_flds = row.opt_flds, purge = row.rcb:find "BR" and true or nil })
    end
    local ok, failure = pcall(rows[1].client.subscribe, rows[1].client, "LD0/LLN0.BR.brcb")
    check(not ok and failure.kind == "not-free", "then every instance is taken")

    for number = 1, 50 do
      bay["LD0/GGIO1.AnIn1.mag.f"] = number
    end
    for index, row in ipairs(rows) do
      for number = 1, 50 do
        local report = row.values:report { within = "5s" }
        if report.sq_num ~= number - 1 or report.members[1].value.f ~= number then
          check(false, ("client %d has %s as number %d"):format(index, report.members[1].value.f, number))
        end
      end
      check(row.values:waiting() == 0 and row.values:problem() == nil, "each has all of them once, in order")
    end
    for number, row in ipairs(rows) do
      if number % 2 == 1 then
        row.client:cut()
      end
    end
    sleep "100ms"
    bay["LD0/GGIO1.AnIn1.mag.f"] = 0
    for number, row in ipairs(rows) do
      if number % 2 == 0 then
        check(row.values:report({ within = "5s" }).members[1].value.f == 0, "who stays does not notice that others went")
        row.values:finish()
        row.client:release()
      end
    end
  end),
}
