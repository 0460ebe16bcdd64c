--! 7: impossible time: the scenario is over before
--! 8: at takes a time from time 0 on, such as "1.5s", not the string "-1s"
--! 9: every: it would end before it begins
--! 10: impossible time: it begins when the scenario is over
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
return scenario { duration = "5s",
  at "6s"  { log "late" },
  at "-1s" { log "early" },
  every("1s", { from = "3s", to = "2s" }) { log "never" },
  expect(bay:associated(), { after = "5s", within = "1s" }),
}
