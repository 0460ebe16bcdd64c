-- SPDX-License-Identifier: Apache-2.0
--
-- The device has no memory for large answers: a name list ends in a ServiceError, a small read is served.
--
-- A correct client shows the error, asks for less at a time where it can, and goes on with what does work.
--
-- On the wire: mms.confirmed_ErrorPDU_element && mms.resource == 1 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2"),
  expect(bay:fault_acted "out_of_memory", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.out_of_memory(bay, { octets = 60, lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(scada.names, scada, "FEEDER1LD0") == "service-error", "a large answer is an error")
    check(scada:read "LD0/XCBR1.Pos.stVal" ~= nil, "a small one is there")
    sleep "1s"
    check(#scada:names "FEEDER1LD0" > 0, "later there is memory again")
    scada:release()
  end),
}
