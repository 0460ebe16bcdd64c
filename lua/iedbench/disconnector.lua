-- SPDX-License-Identifier: Apache-2.0
--
-- A disconnector or earthing switch with a motor: the switch (XSWI) and its controller (CSWI) go
-- together, slowly, and nothing trips it.
--
--   local disconnector = require "iedbench.disconnector"
--   local q1 = disconnector.new(bay, { xswi = "XSWI1", cswi = "CSWI2", travel = "3s" })
--
-- Options: ld (default "LD0"), xswi ("XSWI1"), cswi ("CSWI1", or false), travel ("3s"),
-- supervision: see iedbench.switch, which has its methods.

local switch = require "iedbench.switch"

local disconnector = {}

-- A disconnector that a client operates, for scenario { ... } and for tasks.
function disconnector.new(ied, options)
  options = options or {}
  local travel = options.travel or "3s"
  return switch.new(ied, {
    ld = options.ld,
    switch = options.xswi or "XSWI1",
    controller = options.cswi == nil and "CSWI1" or options.cswi,
    opening = travel,
    closing = travel,
    supervision = options.supervision,
    trip = false,
  })
end

return disconnector
