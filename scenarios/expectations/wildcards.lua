-- SPDX-License-Identifier: Apache-2.0
--
-- Supervision of a whole station by references with stars: the control centre looks at the
-- breaker of every IED that has one, takes buffered reports of all of them, and operates
-- nothing but what stands in its switching order.
--
-- A client that forgot a feeder fails the line of that feeder; one that operates any other
-- control than the ordered one fails the last line, with the control.

local station = station { scl = "substation.scd" }
local ordered = station:ied "FEEDER2"

return scenario {
  expect(station:read "XCBR*.Pos",                   { per = "ied", within = "10s" }),
  expect(station:rcb("LLN0.BR.*"):enabled(),         { per = "ied", within = "10s" }),
  expect(station:changed "XCBR*.Pos",                { at_least = 2, within = "10s" }),
  never(station:wrote "*.ST.*"),
  expect(station:control("CSWI*.Pos"):operated { value = "off" }, { times = 1, within = "3s" }),
  never(station:ied("FEEDER1"):control("*.*"):operated()),

  task("control centre", function()
    local clients = {}
    for _, each in ipairs(station:ieds()) do
      local scada = client.connect(each)
      if each.name ~= "BUSBAR1" then                  -- it has no breaker
        scada:read "LD0/XCBR1.Pos"
      end
      scada:subscribe("LD0/LLN0.BR.brcbStatus", { gi = true }):report { within = "5s" }
      clients[each.name] = scada
    end
    local switch = clients.FEEDER2:control "LD0/CSWI1.Pos"
    switch:select "off"
    switch:operate "off"
    switch:terminated { within = "5s" }
    act(set(station:ied "FEEDER3", "LD0/XCBR1.Pos", "off"))
    for _, scada in pairs(clients) do
      scada:release()
    end
  end),
}
