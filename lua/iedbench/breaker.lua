-- SPDX-License-Identifier: Apache-2.0
--
-- A circuit breaker: the breaker itself (XCBR) and its controller (CSWI) go together.
--
--   local breaker = require "iedbench.breaker"
--   local q0 = breaker.new(bay)                -- a client operates it, the protection trips it
--   return scenario { q0, at "2s" { ... }, task("...", function() q0:stick() end) }
--
-- Or step by step, each function a list of sets for at, every and act:
--
--   at "2s" { breaker.open(bay) }
--
-- Options of these: ld (default "LD0"), xcbr ("XCBR1"), cswi ("CSWI1", or false where there is
-- none); new takes opening ("40ms"), closing ("60ms"), supervision and trip ("PTRC1.Tr", or
-- false), too: see iedbench.switch.

local switch = require "iedbench.switch"

local breaker = {}

-- Both show a position, at once.
function breaker.position(ied, position, options)
  options = options or {}
  local ld = options.ld or "LD0"
  local sets = { set(ied, ld .. "/" .. (options.xcbr or "XCBR1") .. ".Pos", position) }
  if options.cswi ~= false then
    sets[2] = set(ied, ld .. "/" .. (options.cswi or "CSWI1") .. ".Pos", position)
  end
  return sets
end

-- It is open.
function breaker.open(ied, options)
  return breaker.position(ied, "off", options)
end

-- It is closed.
function breaker.close(ied, options)
  return breaker.position(ied, "on", options)
end

-- Between the two, while the contacts travel.
function breaker.travel(ied, options)
  return breaker.position(ied, "intermediate", options)
end

-- A breaker that is really operated and tripped; see iedbench.switch for its methods.
function breaker.new(ied, options)
  options = options or {}
  return switch.new(ied, {
    ld = options.ld,
    switch = options.xcbr or "XCBR1",
    controller = options.cswi == nil and "CSWI1" or options.cswi,
    opening = options.opening or "40ms",
    closing = options.closing or "60ms",
    supervision = options.supervision,
    trip = options.trip == nil and "PTRC1.Tr" or options.trip,
  })
end

return breaker
