-- SPDX-License-Identifier: Apache-2.0
--
-- CommandTermination echoes a ctlNum that the client did not send, and so does the LastApplError of a refusal.
--
-- A correct client does not take them for the end of its command.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper" && mms.unsigned == 101
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.vmd_specific == "LastApplError" && mms.unsigned == 102

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "wrong_ctl_num", { at_least = 2, within = "3s" }),
  never(bay:aborted()),
  at "200ms" { fault.wrong_ctl_num(bay, { offset = 100 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    check(kind_of(pos.terminated, pos, { within = "500ms" }) == "no-termination", "the client's command has no end")
    check(pos:problem() ~= nil, "the client tells of an end that belongs to no command of its own")
    check(scada:read("LD1/XCBR1.Pos.stVal") == "on", "the breaker moved all the same")
    check(kind_of(pos.operate, pos, "off") ~= nil, "an operate without a select is refused")
    scada:release()
  end),
}
