-- SPDX-License-Identifier: Apache-2.0
--
-- The operates of one client are answered well, and then nothing: the breaker does not move, and no CommandTermination
-- comes. Those of another client are carried out.
--
-- A correct client takes the answer for what it is, waits for the position and the termination no longer than it should,
-- and tells the operator that the command had no effect.
--
-- On the wire, 2 times: mms.confirmed_RequestPDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "control_ignored", { within = "2s" }),
  never(bay:aborted()),
  never(bay:fault_acted("control_ignored", { by = "127.0.0.2" })),
  at "200ms" { fault.control_ignored(bay, { reference = "LD1/CSWI1.Pos", by = "127.0.0.1" }) },

  task("SCADA", function()
    local scada, second = client.connect(bay, { from = "127.0.0.1" }), client.connect(bay, { from = "127.0.0.2" })
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    check(pos:operate("on").terminates, "the operate is answered well, and a termination is promised")
    check(kind_of(pos.terminated, pos, { within = "1s" }) == "no-termination", "none comes")
    check(scada:read("LD1/XCBR1.Pos.stVal") == "off", "nothing moved")
    pos = second:control "LD1/CSWI1.Pos"
    pos:select "on"
    pos:operate "on"
    pos:terminated { within = "3s" }
    check(scada:read("LD1/XCBR1.Pos.stVal") == "on", "the other client's command is carried out")
    scada:release()
    second:release()
  end),
}
