--! 16: expect: within must be more than 0
--! 17: expect: impossible time: nothing happens before time 0
--! 18: expect: impossible time: before must be later than after
--! 19: expect: wall says how within counts: it needs within
--! 20: expect: what must not happen at all is written never(event)
--! 21: expect: at_least 0 always holds
--! 22: expect: at_least 3 is more than at_most 2
--! 23: expect: times says how often exactly; at_least and at_most do not go with it
--! 24: expect: per is "ied", not "client"
--! 25: never has no option at_least
--! 26: expect takes an event such as bay:associated(), not what expect gives
--! 26: expect is thrown away here: it must stand in scenario { ... }
--! 27: expect: what must not happen at all is written never(event)
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "9s",
  expect(bay:read(), { within = 0 }),
  expect(bay:read(), { before = "0s" }),
  expect(bay:read(), { after = "5s", before = "5s" }),
  expect(bay:read(), { wall = true }),
  expect(bay:read(), { at_most = 0 }),
  expect(bay:read(), { at_least = 0 }),
  expect(bay:read(), { at_least = 3, at_most = 2 }),
  expect(bay:read(), { times = 3, at_most = 5 }),
  expect(bay:read(), { per = "client" }),
  never(bay:read(), { at_least = 0 }),
  expect(expect(bay:read(), { within = "1s" })),
  expect(bay:read(), { times = 0 }),
}
