-- SPDX-License-Identifier: Apache-2.0
--
-- One client for a whole station: it finds every IED, walks every name of it, and notices the
-- one whose associations are cut off.
--
-- A correct client associates anew with the IED that dropped it, and the others never notice.

local station = station { scl = "substation.scd" }
local victim  = station:ied "FEEDER4"

return scenario {
  expect(station:associated(), { per = "ied", within = "10s" }),
  expect(victim:aborted(),     { within = "15s" }),
  expect(victim:associated(),  { after = victim:aborted(), within = "5s" }),
  never(station:ied("FEEDER1"):aborted()),
  never(station:ied("BUSBAR1"):aborted()),

  at "0s" { set(station:each "XCBR*.Pos", "on"), set(station:each "GGIO*.Alm1", false) },
  every("200ms", { times = 10 }) { set(victim, "LD0/GGIO1.Alm1", true) },

  task("SCADA", function()
    local clients = {}
    for _, each in ipairs(station:ieds()) do
      local scada = client.connect(each)
      local walk = scada:walk()
      check(walk.clean, each.name .. ": every name has its type and its value" ..
                        (walk.problem and ", but " .. walk.problem or ""))
      clients[each.name] = scada
    end

    victim:abort()
    wait(victim:aborted { by = "127.0.0.1" }, { within = "2s" })
    local ok, failure = pcall(clients.FEEDER4.read, clients.FEEDER4, "LD0/XCBR1.Pos")
    check(not ok, "the old association is gone")

    local again = client.connect(victim)
    check(again:read "LD0/XCBR1.Pos" == "on", "a new association reads on")
    sleep "300ms"                                     -- a fast client is here before the alarm
    check(again:read "LD0/GGIO1.Alm1" == true, "and sees the alarm")
    again:release()
    for name, scada in pairs(clients) do
      if name ~= "FEEDER4" then
        scada:release()
      end
    end
  end),
}
