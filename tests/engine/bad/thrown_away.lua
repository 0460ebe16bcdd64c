--! 6: set is thrown away here: it must stand in scenario { ... }, in an at or every
--! 7: expect is thrown away here: it must stand in scenario { ... }
--! 8: at is thrown away here: it must stand in scenario { ... }
--! 9: task is thrown away here: it must stand in scenario { ... }
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
set(bay, "LD0/XCBR1.Pos", "on")
expect(bay:associated(), { within = "1s" })
at "1s" { log "lost" }
task("lost", function() end)
return scenario { never(bay:aborted()) }
