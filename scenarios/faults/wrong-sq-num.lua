-- SPDX-License-Identifier: Apache-2.0
--
-- A report has a SqNum that is not its turn.
--
-- A correct client tells the gap; it does not throw the association away.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.unsigned == 7 && frame.comment contains "fault wrong_sq_num: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_sq_num", { within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.wrong_sq_num(bay, { offset = 7, times = 1 }) },
  at "400ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true, opt_flds = "sequence-number,report-time-stamp,reason-for-inclusion,data-set-name,buffer-overflow,entryID,conf-revision" })
    local first = status:report { within = "2s" }
    check(first.sq_num == 7, "SqNum is off by seven")
    status:report { within = "2s" }
    check(status:problem() ~= nil, "the client tells it")
    scada:release()
  end),
}
