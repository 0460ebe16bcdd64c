-- SPDX-License-Identifier: Apache-2.0
--
-- A name list never ends: behind the last name the device says that more follows, and gives names again.
--
-- A correct client bounds what it collects, and notices names that it has already.
--
-- On the wire: mms.listOfIdentifier && mms.moreFollows == 1 && frame.comment contains "fault endless_names: "
-- Never on the wire: mms.moreFollows == 0 && frame.time_relative < 2 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "endless_names", { at_least = 1, within = "2s" }),
  at "200ms" { fault.endless_names(bay, { lasting = "2s" }) },

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "500ms" })
    sleep "300ms"
    check(kind_of(scada.names, scada) ~= nil, "the client gives the list up")
    pcall(scada.abort, scada)
    sleep "2s"
    local again = client.connect(bay)
    check(#again:names() > 0, "later the list ends")
    again:release()
  end),
}
