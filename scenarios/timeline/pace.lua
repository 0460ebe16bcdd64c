-- SPDX-License-Identifier: Apache-2.0
--
-- An IED whose time stands still, hurries and goes on: it answers all the while, and nothing on the way is lost.
--
-- A correct client does not mind: its own timers are its own, a paused IED is served values with their old stamps, and
-- a whole hour of changes may come within a second.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  every("10min", { times = 6 }) { set(bay, "LD0/XCBR1.OpCnt", 1), log "another ten minutes" },
  at "1s" { pause { lasting = "300ms", text = "time stands still, the IED answers" } },
  at "2s" { speed(20) },
  at "4s" { speed(1), seek "60min" },
  at "1h" { log "an hour is over" },

  expect(bay:read "LD0/MMXU1.TotW", { at_least = 2, within = "2s" }),

  task("SCADA", { background = true }, function()
    local scada = client.connect(bay)
    sleep "900ms"
    scada:read "LD0/MMXU1.TotW.mag.f"
    wait(bay:read "LD0/MMXU1.TotW", { optional = true, within = "150ms", wall = true })
    local before = now()
    scada:read "LD0/MMXU1.TotW.mag.f"
    check(now() == before, "reading takes no time while it stands still")
    scada:release()
  end),
}
