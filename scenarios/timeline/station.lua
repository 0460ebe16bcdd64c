-- SPDX-License-Identifier: Apache-2.0
--
-- A whole station moves at once: words take stations, lists of IEDs and patterns as they take one point, and one
-- recording has a column for each feeder.
--
-- A correct client that watches many IEDs shows each of them what is its own: no value of one feeder appears at
-- another, and what happened at one moment everywhere has one time stamp everywhere.

local station = station { scl = "substation.scd" }
local feeders = { station:ied "FEEDER1", station:ied "FEEDER2" }

local seen = expect(station:associated(), { within = "3s", at_least = 2 })

return scenario {
  seen,
  at "0s" {
    set(station, "XCBR*.Pos", "on"),
    noise(station:ieds "BUSBAR*", "MMXU*.Hz", { mean = 50, deviation = 0.01, every = "100ms", lasting = "2s" }),
    steps(feeders, "LD0/GGIO1.Alm1", { { "0s", false }, { "500ms", true }, { "1s", false } }, { times = 2, period = "1500ms" }),
  },
  after(seen, "200ms") {
    playback(feeders, { file = "feeders.csv", speed = 0.4, columns = { ["{ied}_P"] = { "LD0/MMXU1.TotW", scale = 1000 } } }),
    playback(feeders[2], { file = "feeders.csv", speed = 0.4, columns = { FEEDER2_pos = "LD0/XCBR1.Pos" } }),
  },

  task("control centre", function()
    local first, second = client.connect(feeders[1]), client.connect(feeders[2])
    local function wait_for_row() wait(feeders[2]:changed "LD0/MMXU1.TotW.mag.f", { within = "3s" }) end
    wait_for_row()
    wait_for_row()
    local one, two = first:read "LD0/MMXU1.TotW[MX]", second:read "LD0/MMXU1.TotW[MX]"
    check(one.mag.f == 11000 and two.mag.f == 21000, "each feeder has its own column, scaled")
    check(one.t == two.t, "and the row's one time")
    check(second:read "LD0/XCBR1.Pos.stVal" == "on", "an empty cell leaves the breaker alone")
    wait_for_row()
    wait_for_row()
    check(first:read "LD0/MMXU1.TotW.mag.f" == 13000 and second:read "LD0/MMXU1.TotW.mag.f" == 0, "the last row stays")
    check(first:read "LD0/XCBR1.Pos.stVal" == "on" and second:read "LD0/XCBR1.Pos.stVal" == "off",
          "the breaker of the second feeder is open, that of the first is not")
    first:release()
    second:release()
  end),
}
