-- SPDX-License-Identifier: Apache-2.0
--
-- All devices of a station are polled, while one of them answers slowly: that one must not slow the others down.
--
-- A correct client has its own cycle for each device, or at least does not wait for one before it asks the next.

local station = station { scl = "substation.scd" }
local slow    = station:ied "FEEDER3"

local others = {}
for _, each in ipairs(station:ieds()) do
  if each.name ~= "FEEDER3" then
    others[#others + 1] = threshold(time_between(each:read "LD0/LLN0.Beh", each:read "LD0/LLN0.Beh"), "<=", "1500ms", { of = "p95" })
  end
end

local function polls(scada)
  while now() < 12 do
    scada:read "LD0/LLN0.Beh"
    sleep "900ms"
  end
  scada:release()
end

local function side_by_side()
  local tasks = {}
  for number, each in ipairs(station:ieds()) do
    tasks[number] = stand_in("has a cycle for each device", function() polls(client.connect(each)) end)
  end
  return tasks
end

return scenario {
  duration = "15s",
  others,
  expect(slow:read "LD0/LLN0.Beh", { at_least = 3, within = "14s" }),
  never(station:aborted()),

  at "0s" { fault.late_answer(slow, { delay = "2s" }) },

  side_by_side(),
  stand_in("asks one behind the other", { fails = { "p95 time from FEEDER1 read *", "p95 time from * read LD0/LLN0.Beh* <= 1.5 s: p95 2.*" } }, function()
    local clients = {}
    for number, each in ipairs(station:ieds()) do
      clients[number] = client.connect(each, { timeout = "5s" })
    end
    while now() < 12 do
      for _, scada in ipairs(clients) do
        scada:read "LD0/LLN0.Beh"
      end
      sleep "300ms"
    end
    for _, scada in ipairs(clients) do
      scada:release()
    end
  end),
}
