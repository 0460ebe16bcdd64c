-- SPDX-License-Identifier: Apache-2.0
--
-- A device is slow for a while: each answer takes two seconds. Who asks again before the answer is there doubles the load of a
-- device that has too much of it already.
--
-- A correct client has one request of a kind under way, waits some seconds at least, and neither repeats nor aborts.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

local function polls(timeout)
  return function()
    local scada = client.connect(bay, { timeout = timeout })
    while now() < 14 do
      if not pcall(scada.read, scada, "LD0/MMXU1.TotW") then
        pcall(scada.abort, scada)
        scada = client.connect(bay, { timeout = timeout })
      end
      sleep "500ms"
    end
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "18s",
  expect(bay:fault_acted "late_answer", { at_least = 2, within = "15s" }),
  never(bay:aborted()),
  threshold(time_between(bay:read "LD0/MMXU1.TotW", bay:read "LD0/MMXU1.TotW"), ">=", "400ms", { of = "min" }),

  at "2s" { fault.late_answer(bay, { delay = "2s", lasting = "8s" }) },

  stand_in("waits for its answer", polls("5s")),
  stand_in("gives an answer one second", { fails = "never FEEDER1 aborted*" }, polls("1s")),
  stand_in("asks again and again", { fails = "min time from FEEDER1 read *" }, function()
    local scada = client.connect(bay, { timeout = "5s" })
    while now() < 14 do
      pcall(scada.read, scada, "LD0/MMXU1.TotW")
      sleep "50ms"
    end
    scada:release()
  end),
}
