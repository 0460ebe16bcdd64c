--! 18: this expect stands somewhere else already
--! 19: in_order takes a list of 2 to 64 events
--! 20: in_order takes a list, not what read gives
--! 21: in_order: gap must be more than 0
--! 22: in_order: impossible time: gap is longer than within
--! 23: in_order takes an event such as bay:associated(), not the number 5
--! 24: in_order has no option gaps (did you mean gap?)
--! 25: any_of takes a list of at least 2 expectations or events
--! 26: all_of holds expectations and events, not the string "x"
--! 27: all_of: this expect stands somewhere else already
--! 28: known_failure takes a reason and an expectation
--! 28: never is thrown away here: it must stand in scenario { ... }
--! 29: known_failure takes a reason and an expectation, not what read gives
--! 30: impossible time: it begins when the scenario is over
--! 31: any_of: known_failure goes around the whole of it
--! 32: known_failure: it has a reason already: ticket 6
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
  known_failure("ticket 7", known_failure("ticket 6", never(bay:read()))),
}
