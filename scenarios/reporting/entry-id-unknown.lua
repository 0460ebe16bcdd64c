-- SPDX-License-Identifier: Apache-2.0
--
-- An EntryID that the server does not know is refused, and without a known one everything comes
-- from the oldest entry, with BufOvfl on the first: the client may have missed what was before.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    scada:write("LD0/LLN0.BR.brcb01.PurgeBuf", true)
    for number = 1, 4 do
      bay["LD0/GGIO1.AnIn1.mag.f"] = number
    end
    for _, wrong in ipairs { "0000000000000001", "FFFFFFFFFFFFFFFF" } do
      local ok, failure = pcall(scada.write, scada, "LD0/LLN0.BR.brcb01.EntryID", wrong)
      check(not ok and failure.kind == "object-value-invalid", "no such entry: " .. wrong)
    end
    for _, zero in ipairs { false, true } do
      local values = scada:subscribe("LD0/LLN0.BR.brcb01",
                                     { opt_flds = "all", entry_id = zero and "0000000000000000" or nil })
      for number = 1, 4 do
        local report = values:report { within = "5s" }
        check(report.members[1].value.f == number, "all of them come, from the oldest")
        check(report.buf_ovfl == (number == 1), "the first has BufOvfl")
      end
      values:finish()
    end
    scada:release()
  end),
}
