-- SPDX-License-Identifier: Apache-2.0
--
-- A whole station comes up at once. Every device has its client soon, and one that takes connections and then says nothing does
-- not keep the others waiting; when it is well again it gets its client, too.
--
-- A correct client connects to all devices side by side, and goes on trying the one that hangs.

local persistent = require "iedbench.persistent"

local station = station { scl = "substation.scd" }
local hangs   = station:ied "FEEDER4"
local others  = {}
for _, each in ipairs(station:ieds()) do
  others[#others + 1] = each.name ~= "FEEDER4" and each or nil
end

local wanted = {}
for _, each in ipairs(others) do
  wanted[#wanted + 1] = expect(each:associated(), { within = "5s" })
end

-- One task a device.
local function side_by_side(name, options, devices)
  local tasks = {}
  for number, each in ipairs(devices) do
    tasks[number] = stand_in(name, number == 1 and options or {}, function()
      sleep "100ms"
      local scada = persistent.connect(each, { every = 1 }, { timeout = "2s" })
      sleep(18 - now())
      scada:release()
    end)
  end
  return tasks
end

return scenario {
  duration = "25s",
  wanted,
  expect(hangs:associated(), { after = hangs:fault_removed "mute", within = "6s" }),
  threshold(station:metric("connect_rate", { per = "1s" }), "<=", 12),

  at "0s" { fault.mute(hangs, { lasting = "10s" }) },

  side_by_side("connects to all side by side", {}, station:ieds()),
  side_by_side("forgets a device that hangs", { fails = "FEEDER4 associated within 6 s after *: nothing" }, others),
  stand_in("connects to one behind the other", {
    fails = { "FEEDER5 associated within 5 s: nothing*", "FEEDER6 associated *", "TRAFO1 associated *", "BUSBAR1 associated *" },
  }, function()
    sleep "100ms"
    for _, each in ipairs(station:ieds()) do
      persistent.connect(each, { every = 1 }, { timeout = "2s" })
    end
    sleep "5s"
  end),
}
