-- SPDX-License-Identifier: Apache-2.0
--
-- Values that move by themselves: a ramp, a sine, noise, and a recorded file.
--
-- A correct client shows what the process does: it must see the ramp's end, a sine that swings,
-- noise around its mean, and each row of the recording. Everything is computed by the bench on
-- its virtual clock, from the run's --seed; a client that polls at any rate sees the same curve.

local bay = ied { scl = "substation.scd", name = "FEEDER1" }
local bus = ied { scl = "substation.scd", name = "BUSBAR1" }

-- What one point showed, polled for a while.
local function watch(scada, reference, times)
  local least, most = math.huge, -math.huge
  for _ = 1, times do
    local value = scada:read(reference)
    least, most = math.min(least, value), math.max(most, value)
    sleep "20ms"
  end
  return least, most
end

return scenario {
  at "0s" {
    ramp(bay, "LD0/MMXU1.TotW",   { from = 0, to = 12, over = "1s", every = "50ms" }),
    sine(bay, "LD0/MMXU1.TotVAr", { mean = 2, amplitude = 1, period = "400ms", every = "20ms" }),
    noise(bus, "LD0/MMXU1.Hz",    { mean = 50, deviation = 0.01, every = "20ms", lasting = "2s" }),
    playback(bay, { file = "overcurrent.csv",
                    columns = { ia = "LD0/MMXU1.A.phsA.cVal.mag.f",
                                ib = { "LD0/MMXU1.A.phsB.cVal.mag.f", scale = 2 },
                                trip = "LD0/PTRC1.Tr.general" } }),
  },
  every("100ms", { times = 10 }) { set(bus, "LD0/GGIO1.Ind1", { value = true, q = "good" }) },

  expect(bay:read "LD0/MMXU1.TotW", { within = "4s" }),
  expect(bay:changed "LD0/MMXU1.A.phsA.cVal.mag.f", { at_least = 4, within = "3s" }),

  task("trend", function()
    local scada = client.connect(bay)
    local low, high = watch(scada, "LD0/MMXU1.TotVAr.mag.f", 40)
    check(low < 1.3 and low >= 1 and high > 2.7 and high <= 3, "the sine swings between 1 and 3")
    sleep "400ms"
    check(scada:read "LD0/MMXU1.TotW" == 12, "the ramp ends at its value")
    check(scada:read "LD0/MMXU1.A.phsB.cVal.mag.f" == 1900, "the recording ends with its last row, scaled")
    check(scada:read "LD0/PTRC1.Tr.general", "the recorded trip came")
    scada:release()
  end),

  task("frequency", function()
    local scada = client.connect(bus)
    local low, high = watch(scada, "LD0/MMXU1.Hz", 40)
    check(low > 49.9 and high < 50.1 and low < high, "the frequency is noisy around 50 Hz")
    local indication = scada:read "LD0/GGIO1.Ind1[ST]"
    check(indication.stVal and indication.q == "good", "a whole data object has its members")
    scada:release()
  end),
}
