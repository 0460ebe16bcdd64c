-- SPDX-License-Identifier: Apache-2.0
--
-- What hangs on a feeder, as its measurands show it (MMXU): a load, which follows a curve, and
-- short circuits. Without a closed breaker nothing flows. The protection sees what the
-- measurands see.
--
--   local feeder = require "iedbench.feeder"
--   local line = feeder.new(bay, { peak = 8.5 })
--   return scenario { line, task("storm", function()
--     sleep "2s"
--     line:short_circuit { current = 2400, phases = { "phsA" }, lasting = "300ms" }
--   end) }
--
-- Options: ld (default "LD0"), mmxu ("MMXU1"), switch ("XCBR1"), peak (of TotW in MW), curve
-- (load.household), start, hour, every, power_factor: see iedbench.load; voltage (kV between
-- phases, 20).

local load = require "iedbench.load"

local feeder = {}

local Feeder = {}
Feeder.__index = Feeder

local phases = { "phsA", "phsB", "phsC" }

local function is_closed(self)
  return self.ied[self.position] == "on"
end

-- Amperes of a phase: of its short circuit, else of the load.
local function current(self, phase, power)
  if not is_closed(self) then
    return 0
  end
  return self.fault and self.fault[phase] or power * 1e3 / (math.sqrt(3) * self.voltage * self.power_factor)
end

-- Shows what flows now. Whatever changes it calls this.
function Feeder:update()
  local power = is_closed(self) and self.peak * load.at(self.curve, self.start + now() / self.hour) or 0
  local sets = { load.powers(self.ied, self.mmxu, power, self.power_factor) }
  for _, phase in ipairs(phases) do
    sets[#sets + 1] = set(self.ied, self.mmxu .. ".A." .. phase .. ".cVal.mag.f", current(self, phase, power))
  end
  commit(sets)
end

-- A short circuit: { current=, phases=, lasting= }; without phases it is in all of them, without
-- lasting it stays until clear().
function Feeder:short_circuit(options)
  local fault = {}
  for _, phase in ipairs(options.phases or phases) do
    fault[phase] = options.current or 2400
  end
  self.fault = fault
  self:update()
  if options.lasting then
    sleep(options.lasting)
    if self.fault == fault then
      self:clear()
    end
  end
end

-- The short circuit is gone.
function Feeder:clear()
  self.fault = nil
  self:update()
end

-- A feeder, for scenario { ... } and for tasks.
function feeder.new(ied, options)
  options = options or {}
  local ld = (options.ld or "LD0") .. "/"
  local self = setmetatable({
    ied = ied,
    mmxu = ld .. (options.mmxu or "MMXU1"),
    position = ld .. (options.switch or "XCBR1") .. ".Pos",
    peak = options.peak or 8,
    curve = options.curve or load.household,
    start = options.start or 0,
    hour = load.seconds(options.hour or "1h"),
    power_factor = options.power_factor or 0.95,
    voltage = options.voltage or 20,
  }, Feeder)
  self[1] = task(tostring(ied) .. " load", { background = true }, function()
    while true do
      self:update()
      sleep(options.every or "1s")
    end
  end)
  self[2] = task(tostring(ied) .. " flow", { background = true }, function()
    while true do
      wait(ied:changed(self.position), { quiet = true })
      self:update()
    end
  end)
  return self
end

return feeder
