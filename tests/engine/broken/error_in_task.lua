-- A Lua error in a task is the scenario's mistake: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario {
  task("clumsy", function()
    sleep "10ms"
    local nothing
    nothing.field = 1
  end),
}
