-- SPDX-License-Identifier: Apache-2.0
--
-- The device loses its power in the middle of everything, by a RST, and is up again a second later, as at delivery.
--
-- A correct client is back within a few seconds, enables its reports anew and takes the values as they are now.
--
-- On the wire: tcp.flags.reset == 1 && frame.interface_name == "FEEDER1"
-- On the wire, 2 times: mms.initiate_ResponsePDU_element && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "power_cycle", { within = "2s" }),
  expect(bay:fault_removed "power_cycle", { within = "2s" }),
  expect(bay:powered_on(), { after = bay:powered_off(), within = "2s" }),
  at "500ms" { set(bay, "LD0/XCBR1.Pos", "off") },
  at "1s" { fault.power_cycle(bay, { boot = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "550ms"
    check(scada:read("LD0/XCBR1.Pos.stVal") == "off", "the breaker is off")
    sleep "600ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the association is gone")
    check(kind_of(client.connect, bay, { timeout = "300ms" }) == "connect", "and nobody is there")
    sleep "1s"
    scada = client.connect(bay)
    check(scada:read("LD0/XCBR1.Pos.stVal") ~= "off", "values are as at delivery")
    scada:release()
  end),
}
