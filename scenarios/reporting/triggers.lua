-- SPDX-License-Identifier: Apache-2.0
--
-- Each trigger by itself: dchg, qchg and dupd are reported with their own reason, and what TrgOps
-- does not name is not reported. `t` alone triggers nothing.

local bay = ied { scl = "reporting.cid" }

local rows = {
  { trg_ops = "dchg", reason = "data-change", number = 1 },
  { trg_ops = "qchg", reason = "quality-change", number = 2 },
  { trg_ops = "dupd", reason = "data-update", number = 3 },
}

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    for number, row in ipairs(rows) do
      local values = scada:subscribe("LD0/LLN0.RP.urcb01", { opt_flds = "all", trg_ops = row.trg_ops })
      act(set(bay, "LD0/GGIO1.Ind1.t", "2026-01-01T00:00:0" .. number .. "Z"))
      bay["LD0/GGIO1.Ind1"] = number % 2 == 1
      act(set(bay, "LD0/GGIO1.Ind1", { value = number % 2 == 1, q = number % 2 == 1 and "questionable" or "good" }))
      act(set(bay, "LD1/GGIO1.Ind1", { value = number % 2 == 1, q = number % 2 == 1 and "invalid" or "good" }))
      bay["LD0/GGIO1.AnIn2"] = 5
      bay["LD0/GGIO1.AnIn2"] = 5
      local seen = 0
      sleep "100ms"
      while values:waiting() > 0 do
        for _, member in ipairs(values:report().members) do
          seen = seen + 1
          check(member.reasons[row.reason], member.reference .. " because of " .. row.reason)
          local count = 0
          for _ in pairs(member.reasons) do
            count = count + 1
          end
          check(count == 1, "and nothing else")
        end
      end
      check(seen == 2, row.trg_ops .. " is reported twice")
      values:finish()
    end

    local values = scada:subscribe("LD0/LLN0.RP.urcb01", { opt_flds = "all", trg_ops = "dchg,qchg" })
    act(set(bay, "LD0/GGIO1.Ind1", { value = false, q = "good" }))
    local reasons = values:report().members[1].reasons
    check(reasons["data-change"] and reasons["quality-change"], "one commit, one entry, both reasons")
    values:finish()
    scada:release()
  end),
}
