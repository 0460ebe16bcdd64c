-- SPDX-License-Identifier: Apache-2.0
--
-- What a client was refused, as a value: for scenarios in which a failure is what should happen.
--
--   local kind_of = require "iedbench.failure".kind
--   check(kind_of(scada.read, scada, "LD0/XCBR1.Pos") == "timeout", "no answer comes")

local failure = {}

-- Calls `act_of(...)` and gives the kind of its failure ("object-access-denied", "timeout", the AddCause of a command); nil when
-- there was none. A mistake of the scenario itself is raised again.
function failure.kind(act_of, ...)
  local fine, why = pcall(act_of, ...)
  if not fine and not why.kind then
    error(why, 0)
  end
  return not fine and why.kind or nil
end

return failure
