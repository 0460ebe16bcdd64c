-- A wrong reference in a task is told at its first use: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario {
  task("typo", function()
    bay["LD0/XCBR1.Poss"] = "on"
  end),
}
