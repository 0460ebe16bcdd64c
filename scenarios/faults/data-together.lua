-- SPDX-License-Identifier: Apache-2.0
--
-- Several faults lie about the same data, a power cycle comes between, and they go one by one: what is true is there at the end.
--
-- A correct client shows what comes, and has the right picture again once the device has.
--
-- On the wire: mms.data_bit-string == 41:00
-- On the wire: mms.floating_point == 08:7f:80:00:00
-- Never on the wire: frame.interface_name == "FEEDER2" && mms.data_bit-string == 41:00

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 4),
  expect(bay:fault_acted "not_a_number", { within = "2s" }),
  at "100ms" {
    fault.quality(bay, { reference = "LD0/MMXU?.*", quality = "invalid" }),
    fault.quality(bay, { reference = "LD0/MMXU1.TotW", quality = "questionable,oldData", how = "add" }),
    fault.not_a_number(bay, { reference = "LD0/MMXU1.TotW", value = "inf" }),
  },
  at "300ms" { set(bay, "LD0/MMXU1.TotW", 7.5) },
  at "600ms" { fault.clear(bay, "quality") },
  at "800ms" { fault.quality(bay, { reference = "LD0/MMXU1.TotW", quality = "invalid,oldData" }) },
  at "1s" { power_cycle(bay, { lasting = "500ms", boot = "200ms" }) },
  at "2s" { fault.clear(bay) },

  task("SCADA", function()
    local function look()
      local scada = client.connect(bay)
      local value, quality = scada:read "LD0/MMXU1.TotW", scada:read "LD0/MMXU1.TotW.q[MX]"
      scada:release()
      return value, quality
    end
    sleep "400ms"
    local value, quality = look()
    check(value == math.huge and quality == "questionable,oldData", "the later quality counts")
    sleep "300ms"
    value, quality = look()
    check(value == math.huge and quality == "good", "one of them is gone")
    sleep "150ms"
    look()
    sleep "950ms"
    value, quality = look()
    check(value == math.huge and quality == "invalid,oldData", "it lies behind a power cycle as well")
    sleep "400ms"
    value, quality = look()
    check(value == 4.2 or math.abs(value - 4.2) < 0.01, "what was delivered is true behind a power cycle")
    check(quality == "good", "and good")
  end),
}
