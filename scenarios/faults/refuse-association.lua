-- SPDX-License-Identifier: Apache-2.0
--
-- ACSE refuses the association: with every diagnostic of its user and of its provider in turn, for good and for now; then the
-- client gets in.
--
-- A correct client shows the diagnostic to people, and tries again at a decent pace.
--
-- On the wire, 18 times: acse.result == 1 && frame.comment contains "fault refuse_association: "
-- On the wire, 18 times: acse.result == 2 && frame.comment contains "fault refuse_association: "
-- On the wire, 2 times: acse.service_user == 0 && frame.comment contains "refused: null"
-- On the wire, 2 times: acse.service_user == 3 && frame.comment contains "refused: calling-AP-title-not-recognized"
-- On the wire, 2 times: acse.service_user == 14 && frame.comment contains "refused: authentication-required"
-- On the wire, 30 times: acse.service_user && acse.result > 0
-- On the wire, 6 times: acse.service_provider && acse.result > 0
-- On the wire, 2 times: acse.service_provider == 2 && frame.comment contains "refused: no-common-acse-version"
-- Never on the wire: mms.initiate_ErrorPDU_element

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local diagnostics = {
  "null", "no-reason-given", "application-context-name-not-supported", "calling-AP-title-not-recognized",
  "calling-AP-invocation-identifier-not-recognized", "calling-AE-qualifier-not-recognized",
  "calling-AE-invocation-identifier-not-recognized", "called-AP-title-not-recognized",
  "called-AP-invocation-identifier-not-recognized", "called-AE-qualifier-not-recognized",
  "called-AE-invocation-identifier-not-recognized", "authentication-mechanism-name-not-recognized",
  "authentication-mechanism-name-required", "authentication-failure", "authentication-required",
  "provider-null", "provider-no-reason-given", "no-common-acse-version",
}

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "refuse_association", { at_least = 36, within = "2s" }),
  expect(bay:refused(), { at_least = 36, within = "2s" }),

  task("SCADA", function()
    for _, diagnostic in ipairs(diagnostics) do
      for _, transient in ipairs { false, true } do
        act(fault.refuse_association(bay, { diagnostic = diagnostic, transient = transient, times = 1 }))
        check(kind_of(client.connect, bay) == "refused", diagnostic .. " refuses")
      end
    end
    client.connect(bay):release()
  end),
}
