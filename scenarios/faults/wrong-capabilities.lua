-- SPDX-License-Identifier: Apache-2.0
--
-- The device lies about its capabilities: none, one that nobody knows, and a list that goes on for ever.
--
-- A correct client tries what it needs whatever the list says, and bounds what it collects.
--
-- On the wire, 1 time: mms.getCapabilityList_element && mms.listOfCapabilities == 0 && frame.comment contains "capabilities are none"
-- On the wire, 1 time: mms.listOfCapabilities == 1 && mms.moreFollows == 0 && frame.comment contains "time travel"
-- On the wire, 2 times: mms.listOfCapabilities == 1 && mms.moreFollows == 1 && frame.comment contains "patience"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "wrong_capabilities", { at_least = 4, within = "2s" }),
  never(bay:aborted()),

  task("SCADA", function()
    local scada = client.connect(bay)
    local truth = scada:capabilities()
    act(fault.wrong_capabilities(bay, { times = 1 }))
    check(#scada:capabilities() == 0, "it can nothing")
    act(fault.wrong_capabilities(bay, { capability = "time travel", times = 1 }))
    check(scada:capabilities()[1] == "time travel", "it can what nobody can")
    act(fault.wrong_capabilities(bay, { capability = "patience", more = true, times = 2 }))
    check(kind_of(scada.capabilities, scada) ~= nil, "the client has enough")
    check(#scada:capabilities() == #truth, "the truth is back")
    scada:release()
  end),
}
