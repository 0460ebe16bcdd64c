-- SPDX-License-Identifier: Apache-2.0
--
-- A switch as its bay shows it and as a client operates it: the switch itself (XCBR, XSWI) and
-- its controller (CSWI), with a mechanism that takes its time, or sticks. What
-- iedbench.breaker and iedbench.disconnector have in common.
--
-- The object stands in scenario { ... }; its methods are for tasks.
--
-- Options of new: ld (default "LD0"), switch ("XCBR1"), controller ("CSWI1", or false where
-- there is none), opening and closing (travel times), supervision (how long a command waits for
-- a switch that does not move, "500ms"), trip ("PTRC1.Tr", the signal that opens it, or false).

local switch = {}

local Switch = {}
Switch.__index = Switch

-- Why a command ends without its position.
local causes = {
  stuck   = "time-limit-over",
  jammed  = "invalid-position",
  tripped = "abortion-by-trip",
}

-- "on", "off", "intermediate" or "bad": where it is.
function Switch:position()
  return self.ied[self.switch .. ".Pos"]
end

-- Switch and controller show a position together; an operation that came to its end is counted.
function Switch:show(position)
  local sets = { set(self.ied, self.switch .. ".Pos", position) }
  if self.controller then
    sets[#sets + 1] = set(self.ied, self.controller .. ".Pos", position)
  end
  if position ~= "intermediate" then
    sets[#sets + 1] = set(self.ied, self.switch .. ".OpCnt", self.ied[self.switch .. ".OpCnt"] + 1)
  end
  commit(sets)
end

-- It does not move any more, whatever it is told.
function Switch:stick()
  self.fault = "stuck"
end

-- It comes no further than half the way.
function Switch:jam()
  self.fault = "jammed"
end

-- It is repaired, and stands somewhere: one that jammed between its positions takes no command.
function Switch:free(position)
  self.fault = nil
  if position then
    self:show(position)
  end
end

-- Moves, in the task that asks for it; true when it is there. A later move in the other
-- direction, such as a trip, takes over: then it gives false and "tripped"; "stuck" and "jammed"
-- are its own faults.
function Switch:move(position)
  self.moves = self.moves + 1
  local mine = self.moves
  if self:position() == position then
    return true
  end
  if self.fault == "stuck" then
    sleep(self.supervision)
    return self:position() == position, "stuck"
  end
  if self:position() ~= "intermediate" then
    self:show "intermediate"
  end
  sleep(position == "on" and self.closing or self.opening)
  if self.moves ~= mine then
    return false, "tripped"
  end
  if self.fault then
    return false, self.fault
  end
  self:show(position)
  return true
end

-- Executes what a client operates: op as wait gives it.
function Switch:operate(op)
  local good, failure = pcall(function()
    op:accept()
    local reached, why = self:move(op.value)
    if reached then
      op:succeed()
    else
      op:fail(causes[why])
    end
  end)
  if not good and failure.kind ~= "gone" then
    error(failure, 0)
  end
end

-- A task that obeys clients.
local function obey(self)
  local control = self.ied:control(self.controller .. ".Pos", { by = "scenario" })
  return task(self.name .. " obeys", { background = true }, function()
    while true do
      self:operate(wait(control:operated(), { quiet = true }))
    end
  end)
end

-- A task that obeys the protection. A switch that did not open waits for the next trip.
local function trip(self, signal)
  return task(self.name .. " trips", { background = true }, function()
    local failed = false
    while true do
      if self.ied[signal] and not failed and self:position() ~= "off" then
        failed = not self:move "off"
      else
        wait(self.ied:changed(signal), { quiet = true })
        failed = false
      end
    end
  end)
end

-- The switch, for scenario { ... } and for tasks.
function switch.new(ied, options)
  local ld = (options.ld or "LD0") .. "/"
  local self = setmetatable({
    ied = ied,
    name = tostring(ied) .. " " .. options.switch,
    switch = ld .. options.switch,
    controller = options.controller and ld .. options.controller,
    opening = options.opening,
    closing = options.closing,
    supervision = options.supervision or "500ms",
    moves = 0,
  }, Switch)
  if self.controller then
    self[#self + 1] = obey(self)
  end
  if options.trip then
    self[#self + 1] = trip(self, ld .. options.trip .. ".general")
  end
  return self
end

return switch
