-- What the client does not do fails, each for its reason: exit 1.
local bay = ied { scl = "feeder.cid" }
return scenario {
  expect(bay:associated(), { at_least = 2, within = "400ms" }),
  expect(bay:read "LD0/XCBR1.Pos", { within = "300ms" }),
  expect(bay:associated(), { after = bay:aborted(), within = "100ms" }),
  never(bay:associated()),
  task("client", function()
    local one = client.connect(bay)
    check(1 == 2, "one is two")
    one:read "LD0/MMXU1.TotW"
    wait(bay:released(), { within = "100ms" })
  end),
  task("refused", function()
    client.connect(bay):write("LD0/XCBR1.Pos.stVal", "on")
  end),
  every "100ms" { log "tick" },
  duration = "600ms",
}
