-- SPDX-License-Identifier: Apache-2.0
--
-- Name lists come one name a page, which is legal.
--
-- A correct client goes on behind each, and has all names in the end.
--
-- On the wire: mms.listOfIdentifier == 1 && mms.moreFollows == 1 && frame.comment contains "fault short_pages: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "short_pages", { at_least = 100, within = "3s" }),
  never(bay:aborted()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local _, count = scada:browse()
    act(fault.short_pages(bay, { lasting = "60s" }))
    local _, again = scada:browse()
    check(again == count and count > 100, "not one name is missing")
    act(fault.clear(bay))
    scada:release()
  end),
}
