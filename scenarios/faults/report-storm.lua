-- SPDX-License-Identifier: Apache-2.0
--
-- A control block reports all it has fifty times a second, though nothing happened.
--
-- A correct client takes the reports and stays responsive; it shows nothing new, since nothing is.
--
-- On the wire, 50 times: mms.unconfirmed_PDU_element && frame.comment contains "fault report_storm: "
-- Never on the wire: mms.unconfirmed_PDU_element && !frame.comment

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "report_storm", { at_least = 50, within = "3s" }),
  never(bay:aborted()),
  at "300ms" { fault.report_storm(bay, { rcb = "LD0/LLN0.RP.urcbStatus", every = "20ms", lasting = "990ms" }) },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe "LD0/LLN0.RP.urcbStatus"
    sleep "2s"
    check(status:waiting() == 50, "fifty reports came")
    local first, second = status:report(), status:report()
    check(first.members[1].reasons.integrity, "they say that the integrity period is over")
    check(second.sq_num == first.sq_num + 1 and status:problem() == nil, "and are reports like any other")
    scada:release()
  end),
}
