-- Waits for a client from outside, for the tests of --exec, --max-time and signals.
local bay = ied { scl = "feeder.cid" }
return scenario {
  start = bay:associated(), start_within = "30s",
  expect(bay:browsed(), { within = "20s" }),
  expect(bay:released(), { within = "20s" }),
  at "100ms" { set(bay, "LD0/XCBR1.Pos", "off") },
}
