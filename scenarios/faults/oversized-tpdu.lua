-- SPDX-License-Identifier: Apache-2.0
--
-- A TPDU of 65,531 octets comes, though 8,192 at most were agreed.
--
-- A correct client refuses it, whatever buffer it has.
--
-- On the wire, 1 time: tpkt.length == 65535 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: frame.comment contains "fault oversized_tpdu: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "oversized_tpdu", { within = "3s" }),
  at "300ms" { fault.oversized_tpdu(bay, { times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "400ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "the answer is none")
    pcall(scada.abort, scada)
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
