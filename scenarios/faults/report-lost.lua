-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered report is lost on its way; the device takes it for sent, and SqNum has a gap.
--
-- A correct client sees the gap and asks again, by a general interrogation or from the last EntryID that it has.
--
-- Never on the wire: mms.unconfirmed_PDU_element && mms.unsigned == 0 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && frame.comment contains "fault report_lost: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "report_lost", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.report_lost(bay, { times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first = status:report { within = "2s" }
    check(first.sq_num == 1, "the report with SqNum 0 never came")
    check(status:problem() ~= nil, "the client tells the gap")
    scada:release()
  end),
}
