-- Each kind of expectation fails for its reason: exit 1.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "800ms",
  in_order { bay:associated(), bay:browsed(), bay:released(), within = "600ms" },
  in_order { bay:associated(), bay:read(), bay:released(), gap = "50ms" },
  in_order { bay:associated(), bay:released(), bay:read(), strict = true },
  any_of { bay:refused(), bay:browsed(), within = "300ms" },
  all_of { bay:associated(), bay:browsed(), within = "300ms" },
  expect(bay:wrote(), { before = bay:released() }),
  never(bay:read(), { before = bay:released() }),
  expect(bay:read(), { times = 1 }),
  expect(bay:released(), { within = "100ms" }),
  known_failure("it does not browse (ticket 12)", expect(bay:browsed())),
  known_failure("it does not associate (ticket 13)", expect(bay:associated())),
  known_failure("it aborts (ticket 14)", never(bay:aborted(), { after = bay:refused() })),
  never(bay:read("LD0/XCBR1.Pos", { where = function(e) return e.value == "success" and e.at > 0.1 end })),
  task("client", function()
    local one = client.connect(bay)
    sleep "100ms"
    one:read "LD0/XCBR1.Pos"
    sleep "100ms"
    one:read "LD0/XCBR1.Pos"
    one:release()
  end),
}
