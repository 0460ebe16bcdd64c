-- SPDX-License-Identifier: Apache-2.0
--
-- The device ends associations in the middle of things, from each of its layers: in place of an answer, in place of the answer
-- to the association, and while nobody asks anything.
--
-- A correct client associates again, whichever layer it was, and asks again.
--
-- On the wire, 3 times: acse.abort_source == 0 && frame.comment contains "fault abort: abort"
-- On the wire, 3 times: acse.abort_source == 1 && frame.comment contains "fault abort: acse"
-- On the wire, 3 times: pres.aborttype == 1 && frame.comment contains "fault abort: presentation"
-- On the wire, 3 times: ses.type == 25 && !pres && frame.comment contains "fault abort: session"
-- On the wire, 3 times: cotp.type == 0x08 && frame.comment contains "fault abort: cotp"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "abort", { at_least = 15, within = "2s" }),

  task("SCADA", function()
    for _, how in ipairs { "abort", "acse", "presentation", "session", "cotp" } do
      local scada = client.connect(bay, { timeout = "500ms" })
      act(fault.abort(bay, { pdu = "read", how = how, times = 1 }))
      check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, how .. ": the answer is none")
      act(fault.abort(bay, { layer = "acse", how = how, times = 1 }))
      check(kind_of(client.connect, bay, { timeout = "100ms" }) ~= nil, how .. ": there is no association")
      local idle = client.connect(bay)
      act(fault.abort(bay, { at_once = true, how = how }))
      sleep "10ms"
      check(kind_of(idle.read, idle, "LD0/XCBR1.Pos") ~= nil, how .. ": it is over")
    end
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
