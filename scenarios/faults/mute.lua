-- SPDX-License-Identifier: Apache-2.0
--
-- The device accepts connections and reads, and answers nothing, for a second and a half; for one client only.
--
-- A correct client has a time-out of its own for the connection and for every request, and ends what hangs.
--
-- On the wire: tcp.flags.fin == 1 && tcp.seq == 1 && frame.comment contains "fault mute: "
-- Never on the wire: tcp.len > 0 && frame.time_relative > 0.2 && frame.time_relative < 1.7 && tcp.stream == 2

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2"),
  expect(bay:fault_acted("mute", { by = "127.0.0.1" }), { at_least = 2, within = "3s" }),
  never(bay:fault_acted("mute", { by = "127.0.0.2" })),
  at "200ms" { fault.mute(bay, { by = "127.0.0.1", lasting = "1500ms" }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "400ms", from = "127.0.0.1" })
    sleep "300ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "no-answer", "a request is not answered")
    check(kind_of(client.connect, bay, { timeout = "400ms", from = "127.0.0.1" }) ~= nil, "nor a new connection")
    sleep "1s"
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "later it is answered again")
    scada:release()
  end),
}
