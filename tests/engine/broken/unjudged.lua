-- An association that never was cannot prove that it is not aborted: exit 1.
local station = station { scl = "substation.scd" }
return scenario {
  never(station:ied("FEEDER1"):aborted()),
  never(station:ied("FEEDER2"):aborted(), { within = "50ms" }),
  never(station:ied("FEEDER3"):associated()),
  never(station:aborted()),
  duration = "100ms",
  task("client", function() client.connect(station:ied "FEEDER1"):release() end),
}
