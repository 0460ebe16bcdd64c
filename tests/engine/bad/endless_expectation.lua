--! 4: expect needs within, or the scenario a duration: it could wait for ever
local bay = ied { scl = "feeder.cid" }
return scenario {
  expect(bay:associated()),
}
