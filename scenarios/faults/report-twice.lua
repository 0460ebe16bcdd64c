-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered report comes twice, with the same SqNum and EntryID.
--
-- A correct client takes the second one for what it is, and does not count the event twice.
--
-- On the wire, 2 times: mms.unconfirmed_PDU_element && mms.unsigned == 0 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && frame.comment contains "fault report_twice: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "report_twice", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.report_twice(bay, { times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first, second = status:report { within = "2s" }, status:report { within = "2s" }
    check(first.sq_num == second.sq_num and first.entry_id == second.entry_id, "the same report comes twice")
    scada:release()
  end),
}
