-- SPDX-License-Identifier: Apache-2.0
--
-- A protection function as its bay shows it: it starts, operates and trips, and falls back.
-- Each function gives a list of sets, for at, every and act.
--
--   local protection = require "iedbench.protection"
--   at "2s" { protection.start(bay, "PTOC1") }
--
-- Options: ld (default "LD0"), ptrc ("PTRC1", or false where there is no trip conditioning).

local protection = {}

local function operate(ied, node, value, options)
  options = options or {}
  local ld = options.ld or "LD0"
  local sets = { set(ied, ld .. "/" .. node .. ".Op.general", value) }
  if options.ptrc ~= false then
    sets[2] = set(ied, ld .. "/" .. (options.ptrc or "PTRC1") .. ".Tr.general", value)
  end
  return sets
end

function protection.start(ied, node, options)
  local ld = options and options.ld or "LD0"
  return { set(ied, ld .. "/" .. node .. ".Str.general", true) }
end

function protection.trip(ied, node, options)
  return operate(ied, node, true, options)
end

function protection.reset(ied, node, options)
  local ld = options and options.ld or "LD0"
  return { set(ied, ld .. "/" .. node .. ".Str.general", false), operate(ied, node, false, options) }
end

return protection
