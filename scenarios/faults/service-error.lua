-- SPDX-License-Identifier: Apache-2.0
--
-- The device is out of memory: every name list ends in a ServiceError. Then reads do, in one of each class.
--
-- A correct client shows the error, and goes on with what does work.
--
-- On the wire, 12 times: mms.confirmed_ErrorPDU_element && mms.errorClass && frame.comment contains "fault service_error: "
-- On the wire, 1 time: mms.confirmed_ErrorPDU_element && mms.errorClass == 11 && mms.file == 9
-- On the wire, 1 time: mms.confirmed_ErrorPDU_element && mms.errorClass == 0 && mms.vmd_state == 2
-- On the wire, 1 time: mms.confirmed_ErrorPDU_element && mms.resource == 1 && frame.comment contains "fault service_error: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "service_error", { at_least = 12, within = "3s" }),
  never(bay:aborted()),
  at "200ms" { fault.service_error(bay, { service = "getNameList", error = "resource/memory-unavailable", lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(scada.names, scada) == "service-error", "names are refused")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "a read is served")
    sleep "1s"
    check(#scada:names() > 0, "later names are there")
    for _, error in ipairs {
      "vmd-state/vmd-operational-problem", "application-reference/connection-lost", "definition/type-inconsistent",
      "service/pdu-size", "service-preempt/timeout", "time-resolution/unsupportable-time-resolution",
      "access/object-access-denied", "initiate/other", "conclude/further-communication-required", "cancel/cancel-not-possible",
      "file/insufficient-space-in-filestore",
    } do
      act(fault.service_error(bay, { service = "read", error = error, times = 1 }))
      check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "service-error", error)
    end
    scada:release()
  end),
}
