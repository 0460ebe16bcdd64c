-- SPDX-License-Identifier: Apache-2.0
--
-- What a correct client does with a control: a task's client commands it as its model has it.
--
--   local operator = require "iedbench.operator"
--   local scada = client.connect(bay)
--   operator.command(scada, "LD0/CSWI1.Pos", "on", { check = "interlock" })
--
-- A refusal and a negative CommandTermination are failures whose kind is the AddCause.

local operator = {}

-- Selects where the model wants it, operates, and waits for the CommandTermination where one
-- comes. Options are those of control:operate, and within (of the CommandTermination, "30s").
function operator.command(scada, reference, value, options)
  local given, within = {}, "30s"
  for name, option in pairs(options or {}) do
    if name == "within" then
      within = option
    else
      given[name] = option
    end
  end
  local control = scada:control(reference)
  if control:model():find "^sbo" then
    control:select(value, given)
  end
  local answer = control:operate(value, given)
  return answer.terminates and control:terminated { within = within } or answer
end

-- The same, for what should fail: the kind of its failure, nil when it went well.
function operator.try(scada, reference, value, options)
  local good, failure = pcall(operator.command, scada, reference, value, options)
  if not good and not failure.kind then
    error(failure, 0)
  end
  return not good and failure.kind or nil
end

return operator
