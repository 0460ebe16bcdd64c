--! 0: a scenario file ends with return scenario { ... }
local bay = ied { scl = "feeder.cid" }
