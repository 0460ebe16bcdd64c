-- SPDX-License-Identifier: Apache-2.0
--
-- The clock of the device stands in 1980, before TimeOfDay of MMS begins: the entry is of 1984-01-01.
--
-- A correct client takes both dates as they are, and does not read the entry as one of the year 2163.
--
-- On the wire: mms.utc_time contains "1980 00:00:00"
-- On the wire: mms.informationReport_element && mms contains 8c:06:00:00:00:00:00:00

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "time_before_1984", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.time_before_1984(bay, { lasting = "1s" }) },
  at "600ms" { set(bay, "LD0/XCBR1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    local report = status:report { within = "2s" }
    check(report.time_of_entry == 441763200, "the entry cannot be older than 1984")
    check(scada:read("LD0/XCBR1.Pos.t[ST]"):match "^1980%-01%-06T00:00:00", "the value is of 1980")
    scada:release()
  end),
}
