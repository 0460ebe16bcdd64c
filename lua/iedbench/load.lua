-- SPDX-License-Identifier: Apache-2.0
--
-- Load curves: 24 parts of the peak, one an hour, with straight lines between them.
--
--   local load = require "iedbench.load"
--   load.at(load.household, 19.5)                        -- 0.98, at half past seven
--   return scenario { load.follow(bay, { peak = 8.5, curve = load.industry, hour = "1s" }) }
--
-- Options of follow: ld (default "LD0"), mmxu ("MMXU1"), peak (of TotW, in its own unit),
-- curve (load.household), start (the hour at time 0, 0), hour (how long an hour of the curve
-- takes, "1h"), every ("1s"), power_factor (0.95).

local load = {}

-- Two peaks, in the morning and in the evening.
load.household = { 0.42, 0.36, 0.33, 0.32, 0.33, 0.39, 0.54, 0.68, 0.70, 0.66, 0.63, 0.64,
                   0.67, 0.63, 0.59, 0.58, 0.63, 0.76, 0.92, 1.00, 0.96, 0.84, 0.68, 0.53 }

-- Two shifts, and a little at night.
load.industry = { 0.24, 0.22, 0.22, 0.22, 0.25, 0.38, 0.72, 0.92, 0.98, 1.00, 0.99, 0.93,
                  0.86, 0.94, 0.97, 0.93, 0.85, 0.74, 0.66, 0.61, 0.55, 0.42, 0.31, 0.26 }

-- The sun, seen as a feeder's generation: nothing at night.
load.sun = { 0, 0, 0, 0, 0, 0.02, 0.10, 0.26, 0.46, 0.66, 0.83, 0.95,
             1.00, 0.97, 0.87, 0.71, 0.51, 0.30, 0.12, 0.03, 0, 0, 0, 0 }

-- The part of the peak at an hour, which may have a fraction and go on behind 24.
function load.at(curve, hour)
  local count = #curve
  hour = hour % count
  local first = math.floor(hour)
  local from, to = curve[first + 1], curve[(first + 1) % count + 1]
  return from + (to - from) * (hour - first)
end

-- What TotW, TotVAr and TotPF show for an active power.
function load.powers(ied, mmxu, power, power_factor)
  return { set(ied, mmxu .. ".TotW", power),
           set(ied, mmxu .. ".TotVAr", power * math.tan(math.acos(power_factor))),
           set(ied, mmxu .. ".TotPF", power_factor) }
end

-- Seconds of a time such as "1.5s" or "1h".
function load.seconds(time)
  if type(time) == "number" then
    return time
  end
  local units = { us = 1e-6, ms = 1e-3, s = 1, min = 60, h = 3600, d = 86400 }
  local number, unit = time:match "^%s*([%d.]+)%s*(%a+)%s*$"
  if not tonumber(number) or not units[unit] then
    error("not a time: " .. tostring(time), 2)
  end
  return tonumber(number) * units[unit]
end

-- Measurands that follow a curve for as long as the run goes on, for scenario { ... }.
function load.follow(ied, options)
  local mmxu = (options.ld or "LD0") .. "/" .. (options.mmxu or "MMXU1")
  local curve, start = options.curve or load.household, options.start or 0
  local hour, every = load.seconds(options.hour or "1h"), load.seconds(options.every or "1s")
  return task(tostring(ied) .. " load", { background = true }, function()
    while true do
      local part = load.at(curve, start + now() / hour)
      commit(load.powers(ied, mmxu, options.peak * part, options.power_factor or 0.95))
      sleep(every)
    end
  end)
end

return load
