-- SPDX-License-Identifier: Apache-2.0
--
-- The device rejects reads, with every reason that a reject of a request, of another PDU, or of none can have.
--
-- A correct client takes the reject of its request for the answer, does without the one that names no request, and keeps the
-- association.
--
-- On the wire, 10 times: mms.rejectPDU_element && mms.confirmed_requestPDU && frame.comment contains "fault reject_request: "
-- On the wire, 1 time: mms.confirmed_requestPDU == 9 && frame.comment contains "value-out-of-range"
-- On the wire, 6 times: mms.rejectPDU_element && mms.confirmed_responsePDU && mms.originalInvokeID
-- On the wire, 3 times: mms.rejectPDU_element && mms.pdu_error && !mms.originalInvokeID

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "reject_request", { at_least = 19, within = "2s" }),
  never(bay:aborted()),

  task("SCADA", function()
    local scada = client.connect(bay, { timeout = "150ms" })
    local function reject(reason)
      act(fault.reject_request(bay, { service = "read", reason = reason, times = 1 }))
      return kind_of(scada.read, scada, "LD0/XCBR1.Pos")
    end
    for _, reason in ipairs { "other", "unrecognized-service", "unrecognized-modifier", "invalid-invokeID", "invalid-argument",
                              "invalid-modifier", "max-serv-outstanding-exceeded", "reserved", "max-recursion-exceeded",
                              "value-out-of-range" } do
      check(reject(reason) == "reject", reason .. " is the answer")
    end
    for _, reason in ipairs { "other", "unrecognized-service", "invalid-invokeID", "invalid-result", "max-recursion-exceeded",
                              "value-out-of-range" } do
      check(reject("confirmed-response/" .. reason) ~= nil, reason .. " of a response")
    end
    for _, reason in ipairs { "unknown-pdu-type", "invalid-pdu", "illegal-acse-mapping" } do
      check(reject("pdu-error/" .. reason) ~= nil, reason .. " names no request")
    end
    check(scada:read "LD0/XCBR1.Pos" ~= nil, "the next is served")
    scada:release()
  end),
}
