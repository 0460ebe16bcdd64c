-- A predicate looks and does nothing: exit 2.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "1s",
  never(bay:associated { where = function(e)
    bay["LD0/XCBR1.Pos"] = "on"
  end }),
  task("client", function() client.connect(bay) end),
}
