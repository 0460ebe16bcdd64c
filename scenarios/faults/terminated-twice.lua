-- SPDX-License-Identifier: Apache-2.0
--
-- A command is terminated twice, by the same CommandTermination, the second half a second behind the first.
--
-- A correct client takes the second one for what it is: it ends no other command.
--
-- On the wire, 2 times: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "terminated_twice", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.terminated_twice(bay, { delay = "500ms", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    pos:terminated { within = "3s" }
    check(pos:problem() == nil, "the first one is expected")
    sleep "700ms"
    check(pos:problem() ~= nil, "the client tells the second one, which nobody waits for")
    scada:release()
  end),
}
