-- SPDX-License-Identifier: Apache-2.0
--
-- An alarm comes and goes five times a second.
--
-- A correct client keeps up with the reports, all of them in order, and its alarm list is not flooded for ever.
--
-- On the wire, 10 times: mms.informationReport_element

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "oscillating", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.oscillating(bay, { reference = "LD0/GGIO1.Alm1", period = "200ms", lasting = "950ms" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    for i = 1, 10 do
      status:report { within = "2s" }
      check(scada:read "LD0/GGIO1.Alm1" == (i % 2 == 1), "to and fro")
    end
    sleep "300ms"
    check(scada:read "LD0/GGIO1.Alm1" == false, "it stays where the process is")
    scada:release()
  end),
}
