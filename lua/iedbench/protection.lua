-- SPDX-License-Identifier: Apache-2.0
--
-- Overcurrent protection: it picks up when a measured current is above its setting (PTOC.Str),
-- operates when that lasts (PTOC.Op), trips through the trip conditioning (PTRC), and falls back.
--
--   local protection = require "iedbench.protection"
--   local i1 = protection.new(bay, { ptoc = "PTOC1" })   -- StrVal and OpDlTmms are the device's
--   return scenario { i1, ... }
--
-- Or step by step, each function a list of sets for at, every and act:
--
--   at "2s" { protection.start(bay, "PTOC1") }
--
-- Options of these: ld (default "LD0"), ptrc ("PTRC1", or false where there is no trip
-- conditioning); new takes ptoc ("PTOC1"), current ("MMXU1.A", what is measured), pickup and
-- delay (instead of the settings StrVal and OpDlTmms), pulse (how long a trip lasts at least,
-- "100ms"), too.

local protection = {}

local phases = { "phsA", "phsB", "phsC" }
-- It falls back below this part of the pickup.
local DROPOUT = 0.95

local function operate(ied, node, value, options)
  options = options or {}
  local ld = options.ld or "LD0"
  local sets = { set(ied, ld .. "/" .. node .. ".Op.general", value) }
  if options.ptrc ~= false then
    sets[2] = set(ied, ld .. "/" .. (options.ptrc or "PTRC1") .. ".Tr.general", value)
  end
  return sets
end

-- It picks up.
function protection.start(ied, node, options)
  local ld = options and options.ld or "LD0"
  return { set(ied, ld .. "/" .. node .. ".Str.general", true) }
end

-- It operates, and the trip goes out.
function protection.trip(ied, node, options)
  return operate(ied, node, true, options)
end

-- It falls back.
function protection.reset(ied, node, options)
  local ld = options and options.ld or "LD0"
  return { set(ied, ld .. "/" .. node .. ".Str.general", false), operate(ied, node, false, options) }
end

local Protection = {}
Protection.__index = Protection

-- The phases whose current is above a level, by name, and whether there are any.
function Protection:above(level)
  local over, any = {}, false
  for _, phase in ipairs(phases) do
    over[phase] = self.ied[self.current .. "." .. phase .. ".cVal.mag.f"] > level
    any = any or over[phase]
  end
  return over, any
end

-- One object of a protection function shows a state, with its phases.
local function show(self, object, general, over)
  local sets = { set(self.ied, object .. ".general", general) }
  for _, phase in ipairs(phases) do
    sets[#sets + 1] = set(self.ied, object .. "." .. phase, general and over[phase] or false)
  end
  return sets
end

-- What PTOC calls a start has a direction; ours looks at the current only.
local function pick_up(self, over)
  commit { set(self.ied, self.ptoc .. ".Str.dirGeneral", "unknown"), show(self, self.ptoc .. ".Str", true, over) }
end

local function trip(self, over)
  local sets = { show(self, self.ptoc .. ".Op", true, over) }
  if self.ptrc then
    sets[2] = show(self, self.ptrc .. ".Tr", true, over)
  end
  commit(sets)
end

local function fall_back(self)
  commit { show(self, self.ptoc .. ".Str", false), show(self, self.ptoc .. ".Op", false),
           self.ptrc and show(self, self.ptrc .. ".Tr", false) or {} }
end

-- Waits until a current changes, at most for a time; false when it was over.
local function wait_for_current(self, within)
  return wait(self.ied:changed(self.current .. "[MX]"), { within = within, optional = within ~= nil, quiet = true }) ~= nil
end

-- The time until it operates, from the pickup on; false when the current fell before.
local function wait_out(self, pickup, started)
  while true do
    local _, any = self:above(pickup * DROPOUT)
    local left = started + self:setting "delay" / 1000 - now()
    if not any then
      return false
    end
    if left < 1e-6 or not wait_for_current(self, left) then
      return true
    end
  end
end

local function watch(self)
  while true do
    local pickup = self:setting "pickup"
    local over, any = self:above(pickup)
    if not any then
      wait_for_current(self)
    else
      pick_up(self, over)
      if wait_out(self, pickup, now()) then
        trip(self, self:above(pickup * DROPOUT))
        sleep(self.pulse)
        while select(2, self:above(pickup * DROPOUT)) do
          wait_for_current(self)
        end
      end
      fall_back(self)
    end
  end
end

-- What a client may have edited: amperes of "pickup", milliseconds of "delay".
function Protection:setting(name)
  local setting = self.settings[name]
  return type(setting) == "number" and setting or self.ied[setting]
end

-- A protection function that measures and trips, for scenario { ... }.
function protection.new(ied, options)
  options = options or {}
  local ld = (options.ld or "LD0") .. "/"
  local ptoc = options.ptoc or "PTOC1"
  local self = setmetatable({
    ied = ied,
    ptoc = ld .. ptoc,
    ptrc = options.ptrc ~= false and ld .. (options.ptrc or "PTRC1"),
    current = ld .. (options.current or "MMXU1.A"),
    pulse = options.pulse or "100ms",
    settings = {
      pickup = options.pickup or ld .. ptoc .. ".StrVal",
      delay = options.delay or ld .. ptoc .. ".OpDlTmms",
    },
  }, Protection)
  self[1] = task(tostring(ied) .. " " .. ptoc, { background = true }, function() watch(self) end)
  return self
end

return protection
