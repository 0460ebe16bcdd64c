-- SPDX-License-Identifier: Apache-2.0
--
-- The integrity period goes by without a report, for a second.
--
-- A correct client supervises the period that it wrote, and takes the link or the device for dead when nothing comes.
--
-- On the wire: mms.unconfirmed_PDU_element && frame.time_relative < 0.5
-- Never on the wire: mms.unconfirmed_PDU_element && frame.time_relative > 0.51 && frame.time_relative < 1.51
-- On the wire: mms.unconfirmed_PDU_element && frame.comment contains "fault integrity_never: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "integrity_never", { at_least = 5, within = "3s" }),
  never(bay:aborted()),

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { integrity = "200ms", trg_ops = "dchg,period" })
    sleep "510ms"
    check(status:waiting() == 2, "each period has its report")
    status:report()
    status:report()
    act(fault.integrity_never(bay, { rcb = "LD0/LLN0.RP.*", lasting = "1s" }))
    sleep "1s"
    check(status:waiting() == 0, "then none comes")
    check(status:report { within = "1s" } ~= nil, "until the period is kept again")
    scada:release()
  end),
}
