-- SPDX-License-Identifier: Apache-2.0
--
-- A report has the RptID of no control block.
--
-- A correct client shows or drops it, and does not take it for one of its own.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.data.visible-string == "nobody" && frame.comment contains "fault wrong_rpt_id: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_rpt_id", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.wrong_rpt_id(bay, { rpt_id = "nobody", times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first = status:report { within = "2s" }
    check(first.sq_num == 1, "the report of nobody was not taken for ours")
    scada:release()
  end),
}
