-- SPDX-License-Identifier: Apache-2.0
--
-- The MMS PDU of an answer ends early, while the layers below carry it as if it were whole.
--
-- A correct client throws it away, rejects it or aborts, and never reads behind its end.
--
-- On the wire, 1 time: _ws.malformed && frame.comment contains "fault truncate: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "truncate", { within = "3s" }),
  at "300ms" { fault.truncate(bay, { pdu = "read", keep = 0.6, times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "400ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the cut answer is none")
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
