-- SPDX-License-Identifier: Apache-2.0
--
-- The breaker begins to move and never arrives: the position stays intermediate, and no further command is taken.
--
-- A correct client shows the position as it is, alarms when it lasts, and does not command it further.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper" && mms.vmd_specific == "LastApplError"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.vmd_specific == "LastApplError" && !(mms.itemId)

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "intermediate_forever", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.intermediate_forever(bay, { times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    check(kind_of(pos.terminated, pos, { within = "10s" }) == "time-limit-over", "it does not arrive")
    check(scada:read("LD1/XCBR1.Pos.stVal") == "intermediate", "it stands in between")
    check(kind_of(pos.select, pos, "off") == "invalid-position", "from where no command is taken")
    scada:release()
  end),
}
