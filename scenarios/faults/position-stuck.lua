-- SPDX-License-Identifier: Apache-2.0
--
-- The breaker does not move: the operate is accepted, and ends when operTimeout is over.
--
-- A correct client waits for the termination, and shows that the command failed (time-limit-over) and the old position.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper" && mms.vmd_specific == "LastApplError"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "position_stuck", { within = "2s" }),
  expect(bay:control "LD1/CSWI1.Pos":terminated { cause = "time-limit-over" }, { within = "10s" }),
  never(bay:aborted()),
  at "200ms" { fault.position_stuck(bay, { reference = "LD1/CSWI1.Pos" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    check(kind_of(pos.terminated, pos, { within = "10s" }) == "time-limit-over", "it does not arrive")
    check(scada:read("LD1/XCBR1.Pos.stVal") == "off", "it is where it was")
    scada:release()
  end),
}
