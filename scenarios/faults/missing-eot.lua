-- SPDX-License-Identifier: Apache-2.0
--
-- The last part of a message does not say that it is the last.
--
-- A correct client waits for the rest a bounded time, and bounds what it puts together.
--
-- On the wire, 1 time: cotp.eot == 0 && frame.comment contains "fault missing_eot: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "missing_eot", { within = "3s" }),
  at "300ms" { fault.missing_eot(bay, { times = 1 }) },

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
