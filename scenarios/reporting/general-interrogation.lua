-- SPDX-License-Identifier: Apache-2.0
--
-- A general interrogation gives every member, with that reason, as often as it is asked for.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbMeas"

return scenario {
  expect(brcb:gi_requested(), { at_least = 2, within = "15s" }),
  never(brcb:entry_lost()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local values = scada:subscribe("LD0/LLN0.BR.brcbMeas",
                                   { gi = true, purge = true, opt_flds = "all", trg_ops = "gi" })

    for round = 1, 2 do
      local report = values:report { within = "5s" }
      check(#report.members == 8, "all members are in the report")
      for _, member in ipairs(report.members) do
        check(member.reasons["general-interrogation"], member.reference .. " was asked for")
        check(member.value ~= nil, member.reference .. " has a value")
      end
      if round == 1 then
        values:interrogate()
      end
    end
    values:finish()
    check(values:problem() == nil, "nothing was wrong with the stream")
    scada:release()
  end),
}
