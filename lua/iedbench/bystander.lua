-- SPDX-License-Identifier: Apache-2.0
--
-- Those beside a device that misbehaves: another IED with a client of its own, who must not notice, and, where a fault
-- is meant for one client only, a second client of the same IED.
--
--   local bystander = require "iedbench.bystander"
--   return scenario { bystander.beside(bay, other, "10s"), ... }
--
-- beside(bay, other, lasting): a client reads `other` every 100 ms for that time and must be answered at once; `other`
-- has no fault and loses nobody.
-- client_of(bay, lasting, address, reference): the same for a second client of `bay`, from another address of this
-- machine, that reads the reference, usually the position of the breaker.

local bystander = {}

local function poll(ied, lasting, reference, options)
  local scada = client.connect(ied, options)
  local slowest, count = 0, 0
  while now() < lasting do
    local begun = now()
    scada:read(reference)
    slowest, count = math.max(slowest, now() - begun), count + 1
    sleep "100ms"
  end
  scada:release()
  check(count > 3 and slowest < 0.9, ied.name .. ": the bystander is answered at once, every time")
end

-- Another IED, without a fault, and the client that reads it.
function bystander.beside(bay, other, lasting)
  return {
    never(other:fault_acted()),
    never(other:aborted()),
    task("bystander of " .. bay.name, function() poll(other, lasting, "LD0/XCBR1.Pos", { timeout = "2s" }) end),
  }
end

-- A second client of the IED, from an address of its own.
function bystander.client_of(bay, lasting, address, reference)
  return {
    never(bay:aborted(), { by = address }),
    task("another client of " .. bay.name, function()
      poll(bay, lasting, reference or "LD0/XCBR1.Pos", { timeout = "2s", from = address })
    end),
  }
end

return bystander
