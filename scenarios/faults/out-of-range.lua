-- SPDX-License-Identifier: Apache-2.0
--
-- A measurand is beyond its range, and a health is a number that its enumeration does not have; both are good.
--
-- A correct client survives a number without a name, and does not take the measurand for real.
--
-- On the wire: mms.floating_point && mms.confirmed_ResponsePDU_element && frame.time_relative > 0.5
-- On the wire: mms.integer == 4

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "out_of_range", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.out_of_range(bay, { reference = "LD0/MMXU1.TotW", lasting = "1s" }) },
  at "200ms" { fault.out_of_range(bay, { reference = "LD0/LLN0.Health", lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "600ms"
    check(scada:read "LD0/MMXU1.TotW" > 20, "more than it can be")
    check(scada:read "LD0/MMXU1.TotW.q[MX]" == "good", "of good quality")
    check(scada:read "LD0/LLN0.Health" == 4, "a health without a name")
    sleep "700ms"
    check(scada:read "LD0/LLN0.Health" == "Ok", "it is well")
    scada:release()
  end),
}
