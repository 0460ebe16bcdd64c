-- SPDX-License-Identifier: Apache-2.0
--
-- Automatic reclosing (RREC): behind a trip it waits for the dead time, closes the breaker
-- again, and looks whether it stays closed for the reclaim time. After its last cycle it locks
-- out, until somebody resets it.
--
--   local recloser = require "iedbench.recloser"
--   local q0  = breaker.new(bay)
--   local rec = recloser.new(bay, q0, { cycles = 2 })
--   return scenario { q0, rec, ... }
--
-- Options: ld (default "LD0"), rrec ("RREC1"), trip ("PTRC1.Tr"), cycles (1), dead and reclaim
-- (milliseconds, instead of the settings Rec1Tmms and RclTmms), reset ("LLN0.LEDRs", the control
-- whose operation ends the lockout, or false), changed (a function, called when the lockout
-- begins and ends). BlkRec blocks it.
--
-- AutoRecSt goes Ready, In Progress, CB closed, Successful, Ready; with lockout Unsuccessful.

local recloser = {}

local Recloser = {}
Recloser.__index = Recloser

local function show(self, state, ...)
  commit { set(self.ied, self.rrec .. ".AutoRecSt", state), ... }
end

local function setting(self, name)
  local value = self.settings[name]
  return (type(value) == "number" and value or self.ied[value]) / 1000
end

local function tripped(self)
  return self.ied[self.trip]
end

-- The breaker is open; false when it does not open.
local function wait_for_open(self)
  while self.breaker:position() ~= "off" do
    local moved = wait(self.ied:changed(self.breaker.switch .. ".Pos"), { within = "1s", optional = true, quiet = true })
    if not moved then
      return self.breaker:position() == "off"
    end
  end
  return true
end

-- One cycle: open, dead time, closed, and the reclaim time; true when it stayed closed.
local function cycle(self, number)
  show(self, "In Progress", set(self.ied, self.rrec .. ".TryRcls", number))
  if not wait_for_open(self) then
    return false
  end
  sleep(setting(self, "dead"))
  if tripped(self) then
    return false
  end
  commit { set(self.ied, self.rrec .. ".OpCls.general", true) }
  local closed = self.breaker:move "on"
  commit { set(self.ied, self.rrec .. ".OpCls.general", false) }
  if not closed then
    return false
  end
  show(self, "CB closed")
  return not wait(self.ied:changed(self.trip, { value = "true" }),
                  { within = setting(self, "reclaim"), optional = true, quiet = true })
end

local function lock_out(self)
  self.locked_out = true
  show(self, "Unsuccessful")
  self.changed()
end

-- Ends a lockout, as the operator's reset does.
function Recloser:reset()
  if self.locked_out then
    self.locked_out = false
    show(self, "Ready", set(self.ied, self.rrec .. ".TryRcls", 0))
    self.changed()
  end
end

local function run(self)
  for number = 1, self.cycles do
    if cycle(self, number) then
      show(self, "Successful")
      show(self, "Ready", set(self.ied, self.rrec .. ".TryRcls", 0))
      return
    end
  end
  if wait_for_open(self) then
    lock_out(self)
  end
end

local function watch(self)
  while true do
    wait(self.ied:changed(self.trip, { value = "true" }), { quiet = true })
    if not self.locked_out and not self.ied[self.rrec .. ".BlkRec"] then
      run(self)
    end
  end
end

-- The recloser of a breaker that iedbench.breaker made, for scenario { ... } and for tasks.
function recloser.new(ied, breaker, options)
  options = options or {}
  local ld = (options.ld or "LD0") .. "/"
  local rrec = options.rrec or "RREC1"
  local self = setmetatable({
    ied = ied,
    breaker = breaker,
    rrec = ld .. rrec,
    trip = ld .. (options.trip or "PTRC1.Tr") .. ".general",
    cycles = options.cycles or 1,
    locked_out = false,
    changed = options.changed or function() end,
    settings = {
      dead = options.dead or ld .. rrec .. ".Rec1Tmms",
      reclaim = options.reclaim or ld .. rrec .. ".RclTmms",
    },
  }, Recloser)
  self[1] = task(tostring(ied) .. " " .. rrec, { background = true }, function() watch(self) end)
  if options.reset ~= false then
    local reset = ied:control(ld .. (options.reset or "LLN0.LEDRs"))
    self[2] = task(tostring(ied) .. " " .. rrec .. " is reset", { background = true }, function()
      while true do
        wait(reset:operated(), { quiet = true })
        self:reset()
      end
    end)
  end
  return self
end

return recloser
