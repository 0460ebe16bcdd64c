-- SPDX-License-Identifier: Apache-2.0
--
-- Reads of one data object end in hardware-fault; everything beside it is served. Then they end in each of the others in turn.
--
-- A correct client marks that one value as not there, and takes the others of the same request.
--
-- On the wire, 3 times: mms.failure == 1 && frame.comment contains "fault data_access_error: "
-- On the wire, 14 times: mms.failure <= 11 && frame.comment contains "fault data_access_error: "
-- On the wire, 1 time: mms.failure == 0 && frame.comment contains "object-invalidated"
-- On the wire, 1 time: mms.failure == 10 && frame.comment contains "object-non-existent"
-- On the wire, 1 time: mms.failure == 11 && frame.comment contains "object-value-invalid"
-- On the wire: mms.success && mms.confirmed_ResponsePDU_element && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "data_access_error", { at_least = 14, within = "3s" }),
  never(bay:aborted()),
  at "200ms" { fault.data_access_error(bay, { reference = "LD0/XCBR1.Pos[ST]", error = "hardware-fault", lasting = "1s" }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "hardware-fault", "the position is not to be had")
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos.q") == "hardware-fault", "nor anything of it")
    check(scada:read "LD0/XCBR1.OpCnt" ~= nil, "what is beside it is")
    sleep "1s"
    for _, error in ipairs {
      "object-invalidated", "hardware-fault", "temporarily-unavailable", "object-access-denied", "object-undefined",
      "invalid-address", "type-unsupported", "type-inconsistent", "object-attribute-inconsistent", "object-access-unsupported",
      "object-non-existent", "object-value-invalid",
    } do
      act(fault.data_access_error(bay, { reference = "LD0/XCBR1.Pos[ST]", error = error, times = 1 }))
      check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == error, error)
    end
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the position is to be had again")
    scada:release()
  end),
}
