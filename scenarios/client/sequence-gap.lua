-- SPDX-License-Identifier: Apache-2.0
--
-- A report is lost on its way. The next one has a SqNum that shows the gap.
--
-- A correct client compares SqNum with the one before, and asks again: by a general interrogation, or from the last EntryID
-- that it has.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus"

local function listens(notices)
  return function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, gi = true, opt_flds = "all" })
    local told   = false
    while true do
      local good = pcall(status.report, status, { within = "6s" })
      if not good then
        break
      end
      if status:problem() and not told then
        told = true
        notices(status)
      end
    end
    status:finish()
    scada:release()
  end
end

return scenario {
  start = brcb:enabled(), duration = "12s",
  expect(brcb:gi_requested(), { within = "1s" }),
  any_of {
    expect(brcb:gi_requested(), { after = bay:fault_acted "report_lost", within = "5s" }),
    expect(brcb:resynced(),     { after = bay:fault_acted "report_lost", within = "5s" }),
  },

  at "2s" { fault.report_lost(bay, { times = 1 }) },
  at "3s" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "4s" { set(bay, "LD0/XCBR1.Pos", "on") },

  stand_in("notices a gap", listens(function(status) status:interrogate() end)),
  stand_in("overlooks a gap", { fails = "any of *gi_requested*: nothing*" }, listens(function() end)),
}
