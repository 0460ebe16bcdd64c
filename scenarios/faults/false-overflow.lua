-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered report says BufOvfl though nothing was lost.
--
-- A correct client asks for everything again: it must believe it.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.boolean == 1 && frame.comment contains "fault false_overflow: "
-- On the wire: mms.unconfirmed_PDU_element && mms.boolean == 0 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "false_overflow", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.false_overflow(bay, { times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first, second = status:report { within = "2s" }, status:report { within = "2s" }
    check(first.buf_ovfl and not second.buf_ovfl, "BufOvfl stands in the first report")
    scada:release()
  end),
}
