-- SPDX-License-Identifier: Apache-2.0
--
-- The breaker closes, and the CommandTermination says that it did not; then it is stuck, and the termination says that
-- all went well.
--
-- A correct client shows the position as it is reported, and that the termination contradicts it.
--
-- On the wire, 2 times: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper" && mms.vmd_specific == "LastApplError"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "terminated_wrongly", { at_least = 2, within = "3s" }),
  never(bay:aborted()),
  at "200ms" {
    fault.terminated_wrongly(bay, { reference = "LD1/CSWI1.Pos", cause = "blocked-by-interlocking" }),
  },
  at "1s" { control(bay, "LD1/CSWI1.Pos", { fail = "blocked-by-process", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    check(kind_of(pos.terminated, pos, { within = "1s" }) == "blocked-by-interlocking", "it failed, says the termination")
    check(scada:read("LD1/XCBR1.Pos.stVal") == "on", "it closed, says the position")
    sleep "1s"
    pos:select "off"
    pos:operate "off"
    pos:terminated { within = "3s" }
    check(scada:read("LD1/XCBR1.Pos.stVal") == "on", "it did not open, whatever the termination said")
    scada:release()
  end),
}
