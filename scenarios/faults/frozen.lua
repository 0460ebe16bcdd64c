-- SPDX-License-Identifier: Apache-2.0
--
-- Nothing of the device moves any more, though the process does: no change, no report, and it answers all the same.
--
-- A correct client cannot see it from one value; integrity reports whose stamps never move are the only trace.
--
-- Never on the wire: mms.informationReport_element && frame.time_relative > 0.25 && frame.time_relative < 1.15

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "frozen", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.frozen(bay, { lasting = "1s" }) },
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off"), set(bay, "LD0/MMXU1.TotW", 9.5) },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    sleep "600ms"
    check(scada:read "LD0/XCBR1.Pos" == "on", "the position of before")
    check(scada:read "LD0/MMXU1.TotW" ~= 9.5, "the measurand of before")
    local report = status:report { within = "2s" }
    check(now() > 1.1, "the report comes with the end")
    check(scada:read "LD0/XCBR1.Pos" == "off", "what is true is shown again")
    scada:release()
  end),
}
