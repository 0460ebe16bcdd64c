-- SPDX-License-Identifier: Apache-2.0
--
-- Of two associations of one client only the second is refused its reads, and then aborted; the first is served throughout.
--
-- A correct client does not take what happens to one of its associations for the state of the device.
--
-- On the wire, 3 times: mms.confirmed_ErrorPDU_element && tcp.stream == 2 && frame.comment contains "fault service_error: "
-- On the wire, 1 time: acse.abort_source == 0 && tcp.stream == 2 && frame.comment contains "fault abort: "
-- On the wire, 4 times: mms.confirmed_ResponsePDU_element && tcp.stream == 1
-- Never on the wire: tcp.stream == 1 && frame.comment contains "fault service_error: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "service_error", { at_least = 3, within = "2s" }),
  at "0s" { fault.service_error(bay, { service = "read", error = "access/other", association = 2 }) },

  task("SCADA", function()
    sleep "10ms"
    local first, second = client.connect(bay), client.connect(bay)
    for _ = 1, 3 do
      check(first:read "LD0/XCBR1.Pos" ~= nil, "the first is served")
      check(kind_of(second.read, second, "LD0/XCBR1.Pos") == "service-error", "the second is not")
    end
    act(fault.abort(bay, { at_once = true, association = 2 }))
    sleep "10ms"
    check(first:read "LD0/XCBR1.Pos" ~= nil, "the first stays")
    check(kind_of(second.read, second, "LD0/XCBR1.Pos") ~= nil, "the second is over")
    first:release()
  end),
}
