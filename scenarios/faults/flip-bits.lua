-- SPDX-License-Identifier: Apache-2.0
--
-- Bits of session PDUs flip, drawn from the seed, in every fourth of them.
--
-- A correct client survives whatever comes of it: wrong values, a reject, an end; and comes back.
--
-- On the wire: !mms.confirmed_ResponsePDU_element && frame.comment contains "fault flip_bits: "
-- On the wire: _ws.malformed && frame.comment contains "fault flip_bits: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 4),
  expect(bay:fault_acted "flip_bits", { at_least = 1, within = "4s" }),
  at "200ms" { fault.flip_bits(bay, { layer = "session", bits = 2, share = 0.25, lasting = "2s" }) },

  task("SCADA", function()
    sleep "300ms"
    for _ = 1, 12 do
      local there, scada = pcall(client.connect, bay, { timeout = "300ms" })
      if there then
        for _ = 1, 5 do
          pcall(scada.read, scada, "LD0/XCBR1.Pos")
        end
        pcall(scada.abort, scada)
      end
    end
    while now() < 2.3 do
      sleep "100ms"
    end
    local again = client.connect(bay)
    check(again:read "LD0/XCBR1.Pos" ~= nil, "all is well when the bits stay")
    again:release()
  end),
}
