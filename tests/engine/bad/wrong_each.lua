--! 10: each needs within
--! 11: each: within must be more than 0
--! 12: each: same is "ied", "reference" or "client", or a list of them, not the string "port"
--! 13: each takes an event such as bay:associated(), not nothing
--! 14: each takes an event such as bay:associated(), not the string "changed"
--! 15: each: per is "ied", not "client"
--! 16: each has no option at_least
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "9s",
  each(bay:changed(), bay:read()),
  each(bay:changed(), bay:read(), { within = 0 }),
  each(bay:changed(), bay:read(), { within = 1, same = "port" }),
  each(bay:changed(), nil, { within = 1 }),
  each("changed", bay:read(), { within = 1 }),
  each(bay:changed(), bay:read(), { within = 1, per = "client" }),
  each(bay:changed(), bay:read(), { within = 1, at_least = 2 }),
}
