-- SPDX-License-Identifier: Apache-2.0
--
-- Two reports change places: the later SqNum comes first.
--
-- A correct client looks at SqNum, tells the gap, and does not take an old value for the new one.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.unsigned == 1 && frame.comment contains "fault reorder: "
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.unsigned == 0 && !frame.comment && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "reorder", { within = "3s" }),
  never(bay:aborted()),
  at "400ms" { fault.reorder(bay, { pdu = "report", times = 1 }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "on") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { opt_flds = "sequence-number,reason-for-inclusion" })
    local first, second = status:report { within = "2s" }, status:report { within = "2s" }
    check(first.sq_num == second.sq_num + 1, "the later report comes first")
    check(status:problem() ~= nil, "the client tells the gap")
    scada:release()
  end),
}
