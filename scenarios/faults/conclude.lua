-- SPDX-License-Identifier: Apache-2.0
--
-- The device asks the client to conclude, which it may.
--
-- A correct client agrees or refuses, and in either case does not crash.
--
-- On the wire, 1 time: mms.conclude_RequestPDU_element && tcp.srcport == 102 && frame.comment contains "fault conclude: "
-- On the wire, 1 time: mms.conclude_ResponsePDU_element && tcp.dstport == 102 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "conclude", { within = "2s" }),
  at "300ms" { fault.conclude(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "500ms"
    pcall(scada.read, scada, "LD0/XCBR1.Pos")
    pcall(scada.release, scada)
    sleep "1s"
    client.connect(bay):release()
  end),
}
