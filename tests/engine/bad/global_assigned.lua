--! 2: bay: a scenario has no globals, write local bay
bay = ied { scl = "feeder.cid" }
return scenario { at "1s" { log "x" } }
