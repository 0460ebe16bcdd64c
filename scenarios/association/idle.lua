-- SPDX-License-Identifier: Apache-2.0
--
-- A device has nothing to say for a minute: no report, no change. That is no reason to end an association, and none to
-- make a second one beside it.
--
-- A correct client keeps its association; it may read something now and then to see that the device is alive.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  start = bay:associated(), duration = "60s",
  never(bay:released(), { before = "55s" }),
  never(bay:aborted()),
  never(bay:associated(), { after = "10ms" }),

  stand_in("stays", function()
    local scada = client.connect(bay)
    sleep "56s"
    scada:release()
  end),
  stand_in("looks whether the device is alive", function()
    local scada = client.connect(bay)
    for _ = 1, 5 do
      sleep "11s"
      scada:identify()
    end
    scada:release()
  end),
  stand_in("takes silence for a fault", {
    fails = { "never FEEDER1 aborted: FEEDER1 aborted *", "never FEEDER1 associated*" },
  }, function()
    local scada = client.connect(bay)
    sleep "29s"
    scada:abort()
    scada = client.connect(bay)
    sleep "28s"
    scada:abort()
  end),
}
