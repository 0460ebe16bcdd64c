-- bay[reference] takes a table as set does, and tells what is wrong in one: exit 2 at line 8.
local bay = ied { scl = "feeder.cid" }
return scenario {
  allow_no_client = true,
  task("process", function()
    bay["LD0/XCBR1.Pos"] = { value = "off", q = "questionable" }
    check(bay["LD0/XCBR1.Pos"] == "off" and bay["LD0/XCBR1.Pos.q"] == "questionable", "both are set")
    bay["LD0/XCBR1.Pos"] = { valeu = "on" }
  end),
}
