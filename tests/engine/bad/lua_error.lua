--! 3: attempt to index a nil value (local 'bays')
local bays
local bay = bays[1]
return scenario { never(bay:aborted()) }
