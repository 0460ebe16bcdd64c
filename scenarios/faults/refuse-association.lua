-- SPDX-License-Identifier: Apache-2.0
--
-- The association is refused by ACSE, authentication-required, twice; the third try gets in.
--
-- A correct client shows the diagnostic to people, and tries again at a decent pace.
--
-- On the wire, 2 times: acse.result == 1 && acse.service_user == 14 && frame.comment contains "fault refuse_association: "

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
  expect(bay:fault_acted "refuse_association", { at_least = 2, within = "2s" }),
  expect(bay:refused(), { at_least = 2, within = "2s" }),
  at "0s" { fault.refuse_association(bay, { diagnostic = "authentication-required", times = 2 }) },

  task("SCADA", function()
    sleep "10ms"
    check(kind_of(client.connect, bay) == "refused", "refused")
    check(kind_of(client.connect, bay) == "refused", "and again")
    client.connect(bay):release()
  end),
}
