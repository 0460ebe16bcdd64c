-- SPDX-License-Identifier: Apache-2.0
--
-- A transformer's tap changer (YLTC) and its voltage regulation (ATCC): a client goes a step up
-- or down or to a position, each step takes its time, and at its ends it goes no further. While
-- ATCC.Auto is set the regulation holds the voltage inside its band.
--
--   local tapchanger = require "iedbench.tapchanger"
--   local taps = tapchanger.new(trafo, { travel = "1s" })
--   return scenario { taps, task("grid", function() taps:feed(1.03) end) }
--
-- Options: ld (default "LD0"), yltc ("YLTC1"), atcc ("ATCC1", or false where there is none),
-- lowest (1), highest (19), travel (of one step, "1s"), step (what one is worth, 0.0125), rated
-- (kV at the middle position, 20), bandwidth (0.02), delay (until the regulation acts, "3s").

local load = require "iedbench.load"

local tapchanger = {}

local Tapchanger = {}
Tapchanger.__index = Tapchanger

-- Where it is.
function Tapchanger:position()
  return self.ied[self.yltc .. ".TapPos.valWTr.posVal[ST]"]
end

local function position_sets(self, position, moving)
  local sets = { set(self.ied, self.yltc .. ".TapPos.valWTr.posVal[ST]", position),
                 set(self.ied, self.yltc .. ".TapPos.valWTr.transInd[ST]", moving),
                 set(self.ied, self.yltc .. ".EndPosR", position >= self.highest),
                 set(self.ied, self.yltc .. ".EndPosL", position <= self.lowest) }
  if self.atcc then
    sets[#sets + 1] = set(self.ied, self.atcc .. ".TapPos.valWTr.posVal[ST]", position)
    sets[#sets + 1] = set(self.ied, self.atcc .. ".TapPos.valWTr.transInd[ST]", moving)
  end
  return sets
end

-- The voltage behind the transformer, in kV.
function Tapchanger:voltage()
  local middle = (self.lowest + self.highest) / 2
  return self.rated * self.source * (1 + (self:position() - middle) * self.step)
end

local function voltage_sets(self)
  return self.atcc and set(self.ied, self.atcc .. ".CtlV", self:voltage()) or {}
end

-- The voltage of the grid in front of it, as part of the rated one.
function Tapchanger:feed(part)
  self.source = part
  commit(voltage_sets(self))
end

-- It does not move any more.
function Tapchanger:stick()
  self.stuck = true
end

-- It is repaired.
function Tapchanger:free()
  self.stuck = false
end

-- Goes step by step; false and why when it does not get there.
function Tapchanger:move(position)
  while self:position() ~= position do
    local from = self:position()
    local to = from + (position > from and 1 or -1)
    if to < self.lowest or to > self.highest then
      return false, "step-limit"
    end
    commit(position_sets(self, from, true))
    sleep(self.travel)
    if self.stuck then
      commit(position_sets(self, from, false))
      return false, "time-limit-over"
    end
    commit(position_sets(self, to, false),
           set(self.ied, self.yltc .. ".OpCnt", self.ied[self.yltc .. ".OpCnt"] + 1))
    commit(voltage_sets(self))
  end
  return true
end

-- What a client asks for: "higher", "lower" and "stop", or a position.
local function target(self, value)
  local steps = { higher = 1, lower = -1, stop = 0 }
  return steps[value] and self:position() + steps[value] or value
end

-- Executes what a client operates: op as wait gives it.
function Tapchanger:operate(op)
  local good, failure = pcall(function()
    local position = target(self, op.value)
    if position < self.lowest or position > self.highest then
      op:refuse "step-limit"
      return
    end
    op:accept()
    local reached, why = self:move(position)
    if reached then
      op:succeed()
    else
      op:fail(why)
    end
  end)
  if not good and failure.kind ~= "gone" then
    error(failure, 0)
  end
end

local function obey(self, reference)
  local control = self.ied:control(reference, { by = "scenario" })
  return task(tostring(self.ied) .. " obeys " .. reference, { background = true }, function()
    while true do
      self:operate(wait(control:operated(), { quiet = true }))
    end
  end)
end

-- The step that brings the voltage back into its band; 0: none. Without a centre in the file it
-- is the rated voltage.
local function deviation(self)
  local centre = self.ied[self.atcc .. ".BndCtr"]
  centre = centre ~= 0 and centre or self.rated
  local off = (self.ied[self.atcc .. ".CtlV"] - centre) / centre
  return off > self.bandwidth / 2 and -1 or off < -self.bandwidth / 2 and 1 or 0
end

local function regulate(self)
  while true do
    sleep(self.delay)
    local step = deviation(self)
    if step ~= 0 and self.ied[self.atcc .. ".Auto"] and not self.ied[self.atcc .. ".LTCBlk"] then
      self:move(self:position() + step)
    end
  end
end

-- A tap changer, for scenario { ... } and for tasks.
function tapchanger.new(ied, options)
  options = options or {}
  local ld = (options.ld or "LD0") .. "/"
  local self = setmetatable({
    ied = ied,
    yltc = ld .. (options.yltc or "YLTC1"),
    atcc = options.atcc ~= false and ld .. (options.atcc or "ATCC1"),
    lowest = options.lowest or 1,
    highest = options.highest or 19,
    travel = options.travel or "1s",
    delay = load.seconds(options.delay or "3s"),
    step = options.step or 0.0125,
    rated = options.rated or 20,
    bandwidth = options.bandwidth or 0.02,
    source = 1,
    stuck = false,
  }, Tapchanger)
  self[1] = obey(self, self.yltc .. ".TapPos")
  self[2] = obey(self, self.yltc .. ".TapChg")
  if self.atcc then
    self[3] = obey(self, self.atcc .. ".TapPos")
    self[4] = task(tostring(ied) .. " regulation", { background = true }, function()
      commit(voltage_sets(self))
      regulate(self)
    end)
  end
  return self
end

return tapchanger
