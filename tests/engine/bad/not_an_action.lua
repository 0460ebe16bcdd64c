--! 6: at does actions such as set or ramp, and entries; the number 5 is none
--! 7: at does actions such as set or ramp, and entries; what expect gives is none
--! 7: expect is thrown away here: it must stand in scenario { ... }
--! 8: at does nothing: it is followed by { actions }
local bay = ied { scl = "feeder.cid" } return scenario {
  at "1s" { 5 },
  at "2s" { expect(bay:associated(), { within = "1s" }), log "x" },
  at "3s",
}
