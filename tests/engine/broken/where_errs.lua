-- A predicate that errs is the scenario's mistake: exit 2, with its line.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "1s",
  never(bay:associated { where = function(e)
    return e.nothing.at_all
  end }),
  task("client", function() client.connect(bay) end),
}
