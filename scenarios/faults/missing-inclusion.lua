-- SPDX-License-Identifier: Apache-2.0
--
-- A report has one value more than its inclusion bits say.
--
-- A correct client does not take the values for those of other members: it throws the report away.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && tcp contains 86:01:01:84:03:03:00:00 && frame.comment contains "fault missing_inclusion: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "missing_inclusion", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.missing_inclusion(bay, { times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first = status:report { within = "2s" }
    check(first ~= nil, "a report that is as it should be still comes")
    scada:release()
  end),
}
