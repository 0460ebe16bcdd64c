-- SPDX-License-Identifier: Apache-2.0
--
-- The device rejects reads: value-out-of-range.
--
-- A correct client takes the reject for the answer to its request, and keeps the association.
--
-- On the wire, 1 time: mms.rejectPDU_element && mms.confirmed_requestPDU == 9 && frame.comment contains "fault reject_request: "

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

-- What kind of failure it is; nil when there is none.
local function kind_of(act_of, ...)
  local fine, why = pcall(act_of, ...)
  return not fine and why.kind or nil
end

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "reject_request", { within = "2s" }),
  never(bay:aborted()),
  at "200ms" { fault.reject_request(bay, { service = "read", reason = "value-out-of-range", times = 1 }) },

  task("SCADA", function()
    local scada = client.connect(bay)
    sleep "300ms"
    check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "reject", "the read is rejected")
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the next is served")
    scada:release()
  end),
}
