-- SPDX-License-Identifier: Apache-2.0
--
-- The device has another presentation selector than its file says, and insists on it.
--
-- A correct client tells that it called the wrong selector, in place of trying for ever.
--
-- On the wire, 1 time: pres && tcp.srcport == 102 && ses.type == 12 && frame.interface_name == "FEEDER1"
-- On the wire, 1 time: frame.comment contains "fault wrong_selectors: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_selectors", { within = "2s" }),
  expect(bay:refused(), { within = "2s" }),
  at "0s" { fault.wrong_selectors(bay, { which = "psel", lasting = "1s" }) },

  task("SCADA", function()
    sleep "10ms"
    check(kind_of(client.connect, bay) == "refused", "who calls the file's selector is refused")
    sleep "1200ms"
    client.connect(bay):release()
  end),
}
