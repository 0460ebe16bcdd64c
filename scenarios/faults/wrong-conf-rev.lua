-- SPDX-License-Identifier: Apache-2.0
--
-- A report has another ConfRev than its control block.
--
-- A correct client does not decode it by the data set that it knows, and reads the data set again.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.unsigned == 2 && frame.comment contains "fault wrong_conf_rev: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_conf_rev", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.wrong_conf_rev(bay, { offset = 1, times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first, second = status:report { within = "2s" }, status:report { within = "2s" }
    check(first.conf_rev == second.conf_rev + 1, "ConfRev is off by one in the first report only")
    scada:release()
  end),
}
