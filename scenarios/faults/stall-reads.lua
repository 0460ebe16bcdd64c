-- SPDX-License-Identifier: Apache-2.0
--
-- The device reads nothing any more for a second: its window fills, requests wait, and nothing is lost.
--
-- A correct client bounds what it keeps for a peer that does not read, and goes on when the device does.
--
-- On the wire, 1 time: mms.read_element && tcp.dstport == 102 && frame.time_relative > 1.2 && frame.comment contains "fault stall_reads: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "stall_reads", { within = "2s" }),
  at "300ms" { fault.stall_reads(bay, { lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "2s" })
    sleep "400ms"
    local begun = now()
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the request is answered in the end")
    check(now() - begun > 0.7, "it waited until the device read again")
    scada:release()
  end),
}
