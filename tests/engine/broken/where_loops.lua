-- A predicate has a budget, and so has the task that keeps it busy: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "1s",
  never(bay:changed("LD0/XCBR1.Pos", { where = function(e)
    while true do end
  end })),
  task("client", function() client.connect(bay) bay["LD0/XCBR1.Pos"] = "off" end),
}
