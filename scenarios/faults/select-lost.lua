-- SPDX-License-Identifier: Apache-2.0
--
-- The device forgets a selection 200 ms after it confirmed it: the operate is refused, and in between another client
-- could have selected the same breaker.
--
-- A correct client tells the operator that the command was refused, and selects anew; it does not operate again and again.
--
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.vmd_specific == "LastApplError"
-- On the wire, 1 time: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "select_lost", { within = "2s" }),
  expect(bay:control "LD1/CSWI1.Pos":refused { cause = "object-not-selected" }, { within = "3s" }),
  never(bay:control "LD1/CSWI1.Pos":select_expired()),
  never(bay:aborted()),
  at "200ms" { fault.select_lost(bay, { reference = "LD1/CSWI1.Pos", after = "200ms", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    pos:select "on"
    sleep "300ms"
    check(scada:read("LD1/CSWI1.Pos.stSeld") == false, "it is not selected any more")
    check(kind_of(pos.operate, pos, "on") == "object-not-selected", "the operate is refused")
    pos:select "on"
    sleep "300ms"
    pos:operate "on"
    pos:terminated { within = "3s" }
    scada:release()
  end),
}
