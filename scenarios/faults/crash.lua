-- SPDX-License-Identifier: Apache-2.0
--
-- The device crashes while it answers a read: half of the octets leave, then a RST, and it is away until it booted.
--
-- A correct client drops the half answer with the association, and is back when the device is.
--
-- On the wire, 1 time: tcp.len == 16 && frame.comment contains "fault crash: crashed behind 16 of 33 octets"
-- On the wire, 1 time: tcp.flags.reset == 1 && tcp.stream == 1 && frame.interface_name == "FEEDER1"
-- Never on the wire: mms.confirmed_ResponsePDU_element && tcp.stream == 1
-- On the wire, 1 time: mms.confirmed_ResponsePDU_element && tcp.stream == 2 && frame.interface_name == "FEEDER1"
-- Never on the wire: tcp.flags.syn == 1 && frame.interface_name == "FEEDER1" && frame.time_relative > 0.3 && frame.time_relative < 1.3

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "crash", { within = "2s" }),
  expect(bay:powered_on(), { after = bay:powered_off(), within = "2s" }),
  at "200ms" { fault.crash(bay, { boot = "1s", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") ~= nil, "no answer comes to its end")
    check(kind_of(client.connect, bay, { timeout = "300ms" }) == "connect", "the device is away")
    sleep "1200ms"
    scada = client.connect(bay)
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "it booted")
    scada:release()
  end),
}
