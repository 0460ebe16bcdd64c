-- SPDX-License-Identifier: Apache-2.0
--
-- A measurand is NaN, another one infinite.
--
-- A correct client shows neither as a number, and its sums and trends survive them.
--
-- On the wire: mms.floating_point == 08:7f:c0:00:00
-- On the wire: mms.floating_point == 08:ff:80:00:00

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "not_a_number", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.not_a_number(bay, { reference = "LD0/MMXU1.TotW", lasting = "1s" }) },
  at "200ms" { fault.not_a_number(bay, { reference = "LD0/MMXU1.Hz", value = "-inf", lasting = "1s" }) },
  at "500ms" { set(bay, "LD0/MMXU1.TotW", 9.5) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "600ms"
    local power, frequency = scada:read "LD0/MMXU1.TotW", scada:read "LD0/MMXU1.Hz"
    check(power ~= power, "no number")
    check(frequency == -math.huge, "minus infinity")
    check(scada:read "LD0/MMXU1.TotW.q[MX]" == "good", "of good quality")
    sleep "700ms"
    check(scada:read "LD0/MMXU1.TotW" == 9.5, "the number of the process is back")
    scada:release()
  end),
}
