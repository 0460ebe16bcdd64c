-- What tests/e2e/deterministic.sh plays again and again: everything that is drawn, in a few seconds.
local bay = ied { scl = "feeder.cid" }
local station = station { scl = "substation.scd" }
local seen = expect(bay:associated(), { within = "5s" })

local function client_of(name, device)
  return task(name, function()
    for _ = 1, 3 do
      sleep(0.1 + math.random() / 2)
      local c = client.connect(device)
      c:read "LD0/MMXU1.TotW.mag.f"
      sleep(math.random(1, 100) / 1000)
      if math.random(2) == 1 then c:release() else c:abort() end
    end
  end)
end

local function subscriber(name, device, reference)
  return task(name, function()
    sleep(math.random())
    local c = client.connect(device)
    local reports = c:subscribe(reference, { gi = true, integrity = "300ms" })
    for _ = 1, 10 do reports:report { within = "3s" } end
    sleep(math.random())
    c:abort()
  end)
end

return scenario {
  duration = "6s", seen,
  at { between = { "100ms", "900ms" } } {
    noise(station, "MMXU*.Tot*", { mean = 10, deviation = 2, every = "200ms" }),
    at { between = { "0s", "500ms" } } { log "inner" },
  },
  at "1s" {
    random_walk(bay, "LD0/MMXU1.TotW", { step = 1, from = 50, low = 0, high = 100, every = "50ms" }),
    expression(bay, "LD0/MMXU1.TotVAr", "{.TotW} / 2 + sin(t)", { every = "50ms" }),
  },
  every("500ms", { jitter = "200ms" }) { log "jitter" },
  every { between = { "200ms", "700ms" } } {
    pulse(station, "XCBR*.Pos", { width = "30ms", period = "70ms", times = 2 }),
  },
  after(seen, { between = { "10ms", "300ms" } }) { log "behind the expectation" },
  after(bay:associated(), { between = { "1ms", "400ms" } }, { each = true }) {
    every({ between = { "10ms", "50ms" } }, { times = 3 }) { log "behind a client" },
  },
  subscriber("reports", bay, "LD0/LLN0.BR.brcbMeas"), subscriber("more", bay, "LD0/LLN0.RP.urcbStatus"),
  client_of("one", bay), client_of("two", bay), client_of("three", station:ied "FEEDER1"),
}
