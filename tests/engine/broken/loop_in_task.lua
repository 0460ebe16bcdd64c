-- An endless loop in a task ends with its line, whatever catches errors: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario {
  task("busy", function()
    sleep "10ms"
    while true do
      pcall(function() while true do end end)
    end
  end),
}
