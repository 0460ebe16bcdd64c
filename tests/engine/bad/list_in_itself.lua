--! 5: lists are nested too deep
local bay = ied { scl = "feeder.cid" }
local list = {}
list[1] = list
return scenario { at "1s" (list) }
