-- A word thrown away in a task does nothing, so it is an error: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario {
  task("forgetful", function()
    set(bay, "LD0/XCBR1.Pos", "on")
  end),
}
