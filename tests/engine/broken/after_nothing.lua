-- The event that it comes after never happens: the run ends with its task, exit 1.
local bay = ied { scl = "feeder.cid" }
return scenario {
  expect(bay:associated(), { after = bay:aborted(), within = "1s" }),
  never(bay:associated(), { after = bay:aborted(), within = "1s" }),
  task("client", function() client.connect(bay):release() end),
}
