-- SPDX-License-Identifier: Apache-2.0
--
-- A system without reports has to find every change by polling: what changed must have been read within two seconds.
--
-- A correct client reads each point at least every two seconds, all of them in few requests.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

local points = { "LD0/XCBR1.Pos", "LD0/GGIO1.Alm1", "LD0/GGIO1.Alm2", "LD0/PTRC1.Tr" }

local function polls(every, left_out)
  return function()
    local scada = client.connect(bay)
    while now() < 14 do
      for number, point in ipairs(points) do
        if number ~= left_out then
          scada:read(point)
        end
      end
      sleep(every)
    end
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "15s",
  each(bay:changed "LD0/XCBR1.Pos",    bay:read "LD0/XCBR1.Pos",    { within = "2s" }),
  each(bay:changed "LD0/GGIO1.Alm*",   bay:read "LD0/GGIO1.Alm*",   { within = "2s", same = { "ied", "reference" } }),
  each(bay:changed "LD0/PTRC1.Tr",     bay:read "LD0/PTRC1.Tr",     { within = "2s" }),
  threshold(bay:metric "read_rate", "<=", 12),

  every { between = { "1s", "4s" } } { set(bay, "LD0/GGIO1.Alm1", true), set(bay, "LD0/GGIO1.Alm2", true) },
  every { between = { "1s", "4s" } } { set(bay, "LD0/GGIO1.Alm1", false), set(bay, "LD0/GGIO1.Alm2", false) },
  at { between = { "2s", "8s" } } { set(bay, "LD0/PTRC1.Tr", true), set(bay, "LD0/XCBR1.Pos", "off") },

  stand_in("polls every second", polls(1)),
  stand_in("polls every five seconds", { fails = { "within 2 s behind each FEEDER1 changed *" } }, polls(5)),
  stand_in("leaves a point out", { fails = "within 2 s behind each FEEDER1 changed LD0/PTRC1.Tr*" }, polls(1, 4)),
}
