-- SPDX-License-Identifier: Apache-2.0
--
-- A circuit breaker as its bay shows it: the breaker itself (XCBR) and its controller (CSWI) go
-- together. Each function gives a list of sets, for at, every and act.
--
--   local breaker = require "iedbench.breaker"
--   at "2s" { breaker.open(bay) }
--
-- Options: ld (default "LD0"), xcbr ("XCBR1"), cswi ("CSWI1", or false where there is none).

local breaker = {}

function breaker.position(ied, position, options)
  options = options or {}
  local ld = options.ld or "LD0"
  local sets = { set(ied, ld .. "/" .. (options.xcbr or "XCBR1") .. ".Pos", position) }
  if options.cswi ~= false then
    sets[2] = set(ied, ld .. "/" .. (options.cswi or "CSWI1") .. ".Pos", position)
  end
  return sets
end

function breaker.open(ied, options)
  return breaker.position(ied, "off", options)
end

function breaker.close(ied, options)
  return breaker.position(ied, "on", options)
end

-- Between the two, while the contacts travel.
function breaker.travel(ied, options)
  return breaker.position(ied, "intermediate", options)
end

return breaker
