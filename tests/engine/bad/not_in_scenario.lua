--! 4: scenario holds at, every, after, expect, never and task, not the number 42
--! 4: scenario holds at, every, after, expect, never and task; log stands in none of them
local bay = ied { scl = "feeder.cid" }
return scenario { 42, log "x", never(bay:aborted()) }
