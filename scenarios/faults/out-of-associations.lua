-- SPDX-License-Identifier: Apache-2.0
--
-- Every association of the device is in use: who is there stays, nobody else gets in.
--
-- A correct client shows why it is not let in, tries again at a decent pace, and does not open connection after connection.
--
-- On the wire, 1 time: mms.initiate_ErrorPDU_element && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2"),
  expect(bay:fault_acted "out_of_associations", { within = "2s" }),
  expect(bay:refused(), { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.out_of_associations(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(client.connect, bay, { timeout = "500ms" }) ~= nil, "a second association is refused")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the first goes on")
    sleep "1s"
    client.connect(bay):release()
    scada:release()
  end),
}
