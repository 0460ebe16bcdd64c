-- SPDX-License-Identifier: Apache-2.0
--
-- A feeder trips and recloses, and the SCADA client sees it.
--
-- The station is Oakfield 110/20 kV, testdata/scl/substation.scd: six feeders, a transformer and a
-- busbar unit. Each of its IEDs is a real MMS server on an address of its own. A short circuit
-- hits feeder 3 two seconds after the start: the current ramps up, the protection picks up and
-- trips, the breaker opens, the recloser closes it again, and the load comes back.
--
-- A correct client associates with every bay, asks what it has, polls it, and never loses an
-- association. Here a task plays that client; with `iedbench run --exec "your client"` or a
-- client started by hand the same station waits for yours.

local breaker    = require "iedbench.breaker"
local protection = require "iedbench.protection"

local station = station { scl = "substation.scd" }
local bay     = station:ied "FEEDER3"
local bays    = station:ieds "FEEDER*"

-- The currents of the three phases, as one group.
local function currents(to, over)
  local list = {}
  for i, phase in ipairs { "phsA", "phsB", "phsC" } do
    list[i] = ramp(bay, "LD0/MMXU1.A." .. phase .. ".cVal.mag.f", { to = to, over = over, every = "50ms" })
  end
  return list
end

-- What the client must do. Times count from time 0: all listeners are ready.
local expectations = {
  expect(station:associated(), { per = "ied", within = "10s" }),
  expect(bay:browsed(),        { within = "10s" }),
  expect(bay:read "LD0/XCBR1.Pos", { at_least = 5, within = "12s" }),
  expect(bay:read "LD0/XCBR1.Pos", { after = "3s", within = "1s" }),    -- polls go on while it is open
  never(station:aborted()),
}

-- What the process does. The sets of one entry reach the client together.
local fault = {
  at "2s"    { log "short circuit on feeder 3", currents(2400, "100ms") },
  at "2.05s" { protection.start(bay, "PTOC1") },
  at "2.25s" { protection.trip(bay, "PTOC1") },
  at "2.3s"  { log "the breaker opens", breaker.open(bay), currents(0, "50ms"),
               protection.reset(bay, "PTOC1") },
  at "2.4s"  { set(bay, "LD0/RREC1.AutoRecSt", "In Progress") },
  at "4.3s"  { log "the recloser closes it", breaker.close(bay), currents(310, "500ms"),
               set(bay, "LD0/XCBR1.OpCnt", 1) },
  at "5s"    { set(bay, "LD0/RREC1.AutoRecSt", "Successful") },
}

-- The stand-in for a SCADA system: browse every bay once, then poll all of them.
local function scada()
  local points  = { "LD0/XCBR1.Pos", "LD0/PTOC1.Op.general", "LD0/MMXU1.A.phsA.cVal.mag.f" }
  local clients = {}
  local seen    = {}                                  -- positions of feeder 3, in order

  for i, each in ipairs(station:ieds()) do
    clients[i] = client.connect(each)
    local names, count = clients[i]:browse()
    check(count > 100, each.name .. " shows its variables")
  end
  while now() < 6 do
    for i, each in ipairs(bays) do
      local position, tripped, current = table.unpack(clients[i]:read(points))
      if each.name == bay.name and seen[#seen] ~= position then
        seen[#seen + 1] = position
        log(("SCADA sees %s %s, %.0f A"):format(each.name, position, current))
      end
    end
    sleep "100ms"
  end
  check(table.concat(seen, " ") == "on off on", "SCADA saw the breaker open and close")
  for _, each in ipairs(clients) do
    each:release()
  end
end

return scenario {
  expectations,
  fault,
  task("SCADA", scada),
}
