--! 2: no such library: iedbench.brekaer (looked beside the scenario and in the installed lua folder)
local breaker = require "iedbench.brekaer"
return scenario { }
