-- SPDX-License-Identifier: Apache-2.0
--
-- A control takes its time, each time with something else: first the response, then the movement, then only the
-- CommandTermination.
--
-- A correct client keeps its request open until the answer is there, takes a termination in front of it as well, and
-- sends no second command meanwhile.
--
-- On the wire, 3 times: mms.unconfirmed_PDU_element && mms.itemId == "CSWI1$CO$Pos$Oper"
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && tcp.time_delta >= 0.7

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 4),
  bystander.client_of(bay, 4, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted("control_late"), { at_least = 3, within = "6s" }),
  never(bay:aborted()),
  at "200ms" { fault.control_late(bay, { what = "response", delay = "800ms", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    local pos = scada:control "LD1/CSWI1.Pos"
    local begun = now()
    pos:select "on"                                   -- any service of a control is meant
    check(now() - begun > 0.79, "the response of the select is late")
    pos:operate "on"
    pos:terminated { within = "3s" }

    act(fault.control_late(bay, { reference = "LD1/CSWI1.Pos", what = "movement", delay = "800ms", times = 1 }))
    pos:select "off"
    begun = now()
    pos:operate "off"
    sleep "200ms"
    check(scada:read("LD1/XCBR1.Pos.stVal") == "intermediate", "it is on its way still")
    pos:terminated { within = "3s" }
    check(now() - begun > 0.79, "and arrives late, with its termination")

    act(fault.control_late(bay, { what = "termination", delay = "800ms", times = 1 }))
    pos:select "on"
    begun = now()
    pos:operate "on"
    sleep "200ms"
    check(scada:read("LD1/XCBR1.Pos.stVal") == "on", "it is there in time")
    pos:terminated { within = "3s" }
    check(now() - begun > 0.79, "only the termination is late")
    scada:release()
  end),
}
