-- SPDX-License-Identifier: Apache-2.0
--
-- The connection is reset behind 250 octets of the device, in the middle of a PDU.
--
-- A correct client throws the beginning of the PDU away, associates again, and asks again.
--
-- On the wire, 1 time: tcp.flags.reset == 1 && tcp.srcport == 102 && tcp.seq == 251 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: tcp.seq == 247 && tcp.len == 4 && frame.comment contains "fault close_after: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "close_after", { within = "3s" }),
  at "0s" { fault.close_after(bay, { octets = 250, times = 1 }) },

  task("SCADA", function()
    sleep "10ms"
    local scada = client.connect(bay)
    local ended
    for _ = 1, 20 do
      ended = kind_of(scada.read, scada, "LD0/XCBR1.Pos")
      if ended then
        break
      end
    end
    check(ended == "aborted", "the connection ends in the middle of an answer")
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "a new association is served")
    again:release()
  end),
}
