-- SPDX-License-Identifier: Apache-2.0
--
-- The layers below ACSE refuse the client, with every reason that they have: COTP by a DR, session by a REFUSE, presentation by
-- a CPR in it.
--
-- A correct client tells people which layer it was, does not wait for an answer that cannot come any more, and tries again.
--
-- On the wire, 12 times: cotp.type == 0x08 && frame.comment contains "refused: cotp/"
-- On the wire, 8 times: ses.type == 12 && !pres && frame.comment contains "refused: session/"
-- On the wire, 1 time: ses.type == 12 && ses.reason_code == 132
-- On the wire, 8 times: ses.type == 12 && pres.provider_reason && frame.comment contains "refused: presentation/"
-- On the wire, 1 time: pres.provider_reason == 7 && frame.comment contains "refused: presentation/no-PSAP-available"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

local reasons = {
  "cotp/not-specified", "cotp/congestion", "cotp/session-entity-not-attached", "cotp/address-unknown", "cotp/normal-disconnect",
  "cotp/remote-congestion", "cotp/negotiation-failed", "cotp/duplicate-source-reference", "cotp/protocol-error",
  "cotp/reference-overflow", "cotp/refused-on-this-network", "cotp/header-length-invalid",
  "session/not-specified-by-user", "session/user-congestion", "session/selector-unknown", "session/user-not-attached",
  "session/congestion", "session/version-not-supported", "session/not-specified", "session/implementation-restriction",
  "presentation/not-specified", "presentation/temporary-congestion", "presentation/local-limit-exceeded",
  "presentation/called-address-unknown", "presentation/version-not-supported", "presentation/default-context-not-supported",
  "presentation/user-data-not-readable", "presentation/no-PSAP-available",
}

local kind_of = require("iedbench.failure").kind

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "refuse_connection", { at_least = 28, within = "2s" }),

  task("SCADA", function()
    for _, reason in ipairs(reasons) do
      act(fault.refuse_connection(bay, { reason = reason, times = 1 }))
      check(kind_of(client.connect, bay) == "refused", reason .. " refuses")
    end
    client.connect(bay):release()
  end),
}
