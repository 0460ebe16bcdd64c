-- SPDX-License-Identifier: Apache-2.0
--
-- MMS refuses the association, by an Initiate-Error with every code of its class, and with one of another class.
--
-- A correct client shows the error to people, and tries again at a decent pace, or with other proposals.
--
-- On the wire, 8 times: mms.initiate_ErrorPDU_element && mms.initiate && frame.comment contains "fault refuse_initiate: "
-- On the wire, 1 time: mms.initiate == 1 && frame.comment contains "refused: initiate/version-incompatible"
-- On the wire, 1 time: mms.initiate_ErrorPDU_element && mms.resource == 1

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "refuse_initiate", { at_least = 9, within = "2s" }),
  expect(bay:refused(), { at_least = 9, within = "2s" }),

  task("SCADA", function()
    for _, error in ipairs {
      "initiate/other", "initiate/version-incompatible", "initiate/max-segment-insufficient",
      "initiate/max-services-outstanding-calling-insufficient", "initiate/max-services-outstanding-called-insufficient",
      "initiate/service-CBB-insufficient", "initiate/parameter-CBB-insufficient", "initiate/nesting-level-insufficient",
      "resource/memory-unavailable",
    } do
      act(fault.refuse_initiate(bay, { error = error, times = 1 }))
      check(kind_of(client.connect, bay) == "refused", error .. " refuses")
    end
    client.connect(bay):release()
  end),
}
