-- SPDX-License-Identifier: Apache-2.0
--
-- The clock of the device has passed 2038-01-19T03:14:07Z, where 32 bits with a sign end.
--
-- A correct client takes UtcTime as unsigned, so that 2038 is not 1901.
--
-- On the wire: mms contains 91:08:80:00:00:00
-- On the wire: mms.informationReport_element && mms contains 8c:06:00:b1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "time_after_2038", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.time_after_2038(bay, { lasting = "1s" }) },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    local report = status:report { within = "2s" }
    check(report.time_of_entry // 1 == 2147483648, "the entry is of 2038")
    check(scada:read("LD0/XCBR1.Pos.t[ST]"):match "^2038%-01%-19T03:14:08", "so is the value")
    scada:release()
  end),
}
