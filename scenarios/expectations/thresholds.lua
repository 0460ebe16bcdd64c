-- SPDX-License-Identifier: Apache-2.0
--
-- How fast and how much: a client comes back in time after an abort, does not hammer while it
-- tries, interrogates soon after it enables, polls at the rate that was agreed, and stays below
-- the load that was agreed. Every limit is one outcome, with what was measured.

local bay    = ied { scl = "feeder.cid", name = "FEEDER1" }
local alarms = counter "alarms"
local polls  = counter("polls", { on = bay:read "LD0/MMXU1.TotW" })

return scenario {
  threshold(bay:metric "reconnect_time",                    "<=", "2s"),
  threshold(bay:metric("connect_rate", { per = "1s" }),     "<=", 3),
  threshold(bay:metric "interrogation_time",                "<",  "1s", { of = "p95" }),
  threshold(time_between(bay:associated(), bay:read()),     "<=", "1s", { of = "mean" }),
  threshold(time_between(bay:read "LD0/MMXU1.TotW", bay:read "LD0/MMXU1.TotW"), ">=", "90ms", { of = "p50" }),
  threshold(rate(bay:read(), { per = "100ms" }),            "<=", 5),
  threshold(bay:metric "reads",                             ">=", 8),
  threshold(bay:metric "associations",                      "==", 2),
  threshold(bay:metric "pdus_in",                           "<",  2000),
  threshold(bay:metric "octets_in",                         "<",  100000),
  threshold(bay:metric "octet_rate_out",                    "<=", 50000),
  threshold(bay:metric "association_octets_in",             "<",  50000),
  threshold(bay:metric "rejects_sent",                      "<=", 0),
  threshold(occurrences(bay:wrote { value = { "~=", "success" } }), "<=", 0),
  threshold(bay:metric "operate_time", "<=", "500ms",       { allow_none = true }),
  threshold(alarms, "==", 2),
  threshold(polls,  ">=", 8),

  at "100ms" { log "an alarm by hand", count(alarms) },
  task("SCADA", function()
    local scada = client.connect(bay)
    scada:subscribe("LD0/LLN0.RP.urcbMeas", { gi = true })
    for _ = 1, 4 do
      scada:read "LD0/MMXU1.TotW"
      sleep "100ms"
    end
    scada:abort()
    count(alarms)
    sleep "200ms"
    scada = client.connect(bay)
    for _ = 1, 4 do
      scada:read "LD0/MMXU1.TotW"
      sleep "100ms"
    end
    scada:release()
  end),
}
