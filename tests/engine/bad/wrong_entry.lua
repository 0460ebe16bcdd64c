--! 14: at: between ends before it begins
--! 15: at: between takes two times, such as { "2s", "5s" }
--! 16: every: jitter is at most half the period, so that none overtakes another
--! 17: after takes an event such as bay:associated() or an expectation, not the number 1
--! 18: after: an event has no outcome, an expectation has
--! 19: after: outcome is "held", "failed" or "decided", not "lost"
--! 20: after: times is at least 1, and stands without each
--! 21: at does nothing: it is followed by { actions }
--! 22: at does actions such as set or ramp, and entries; the number 5 is none
--! 23: every: a drawn period takes no jitter
--! 24: pause has no option tetx (did you mean text?)
--! 24: speed takes a number from 0.001 to 1000, not the number 0
local bay = ied { scl = "substation.scd", name = "FEEDER1" } local held = expect(bay:associated(), { within = "1s" }) return scenario { held,
  at { between = { "5s", "2s" } } { log "x" }, 
  at { between = { "5s" } } { log "x" }, 
  every("1s", { jitter = "600ms", times = 2 }) { log "x" }, 
  after(1, "1s") { log "x" }, 
  after(bay:associated(), { outcome = "failed" }) { log "x" }, 
  after(held, { outcome = "lost" }) { log "x" }, 
  after(held, { times = 0 }) { log "x" }, 
  at "1s" { at "2s" {} }, 
  at "1s" { at "2s" { log "x" }, 5 }, 
  every({ between = { "1s", "2s" } }, { jitter = "1ms", times = 2 }) { log "x" }, 
  at "3s" { pause { lasting = 1, tetx = "x" }, speed(0) }, 
}
