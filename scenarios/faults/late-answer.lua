-- SPDX-License-Identifier: Apache-2.0
--
-- The answers to reads come two seconds late.
--
-- A correct client waits as long as its time-out says and not longer, and does not take the late answer for
-- another.
--
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && mms.invokeID == 1 && frame.time_relative > 2.2 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: mms.cancel_ErrorPDU_element && frame.comment contains "fault late_answer: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "late_answer", { at_least = 1, within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.late_answer(bay, { service = "read", delay = "2s", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "1s" })
    sleep "300ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "no-answer", "the answer is late")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the next is in time")
    sleep "1500ms"
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "and the late one disturbed nobody")
    scada:release()
  end),
}
