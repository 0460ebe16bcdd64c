--! 17: this expect stands somewhere else already
--! 18: in_order takes a list of 2 to 64 events
--! 19: in_order takes a list, not what read gives
--! 20: in_order: gap must be more than 0
--! 21: in_order: impossible time: gap is longer than within
--! 22: in_order takes an event such as bay:associated(), not the number 5
--! 23: in_order has no option gaps (did you mean gap?)
--! 24: any_of takes a list of at least 2 expectations or events
--! 25: all_of holds expectations and events, not the string "x"
--! 26: all_of: this expect stands somewhere else already
--! 27: known_failure takes a reason and an expectation
--! 27: never is thrown away here: it must stand in scenario { ... }
--! 28: known_failure takes a reason and an expectation, not what read gives
--! 29: impossible time: it begins when the scenario is over
--! 30: any_of: known_failure goes around the whole of it
local bay = ied { scl = "feeder.cid" }
local once = expect(bay:read()) return scenario { duration = "9s", once,
  in_order { bay:read() },
  in_order(bay:read()),
  in_order { bay:read(), bay:wrote(), gap = 0 },
  in_order { bay:read(), bay:wrote(), gap = "5s", within = "2s" },
  in_order { bay:read(), 5 },
  in_order { bay:read(), bay:wrote(), gaps = "5s" },
  any_of { bay:read() },
  all_of { bay:read(), "x" },
  any_of { any_of { once, bay:read() }, all_of { once, bay:read() } },
  known_failure("", never(bay:read())),
  known_failure("ticket 7", bay:read()),
  any_of { bay:read(), bay:wrote(), after = "9s" },
  any_of { known_failure("ticket 7", never(bay:read())), bay:wrote() },
}
