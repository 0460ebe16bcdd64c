--! 20: fault.quality: FEEDER1: "bad" are no bits of a quality; there are good, invalid, questionable, overflow, outOfRange, badReference, oscillatory, failure, oldData, inconsistent, inaccurate, substituted, test and operatorBlocked
--! 21: fault.not_a_number: FEEDER1: LD0/XCBR1.Pos is not a float
--! 22: fault.not_a_number: FEEDER1: LD0/XCBR*.Pos is not a float
--! 23: fault.stale_value: FEEDER1: every takes more than no time
--! 24: fault.out_of_range: FEEDER1: LD0/LLN0.Health cannot be 1000 at all
--! 25: fault.oscillating: FEEDER1: a period is 2 ms or longer
--! 26: fault.frozen: FEEDER1: LD0/XCBR1.Pose: no data object 'Pose'; did you mean 'Pos'?
--! 27: fault.frozen has no option times
--! 28: fault.clock_jump needs to
--! 29: fault.clock_jump: FEEDER1: to takes a time such as "1h", "-2s" or "2026-01-01T00:00:00Z", not soon
--! 30: fault.time_before_1984: FEEDER1: 1990-01-01T00:00:00Z is not between 1970 and 1984
--! 31: fault.time_after_2038: FEEDER1: 2107-01-01T00:00:00Z is not between 2038-01-19T03:14:08Z and 2106
--! 32: fault.clock_not_synchronized: FEEDER1: quality takes LeapSecondsKnown, ClockFailure and ClockNotSynchronized, or none, not ClockBroken
-- Faults of data that cannot be.

local bay = ied { scl = "feeder.cid" }

return scenario {
  at "1s" {
    fault.quality(bay, { reference = "LD0/XCBR1.Pos", quality = "bad" }),
    fault.not_a_number(bay, { reference = "LD0/XCBR1.Pos" }),
    fault.not_a_number(bay, { reference = "LD0/XCBR*.Pos" }),
    fault.stale_value(bay, { reference = "LD0/XCBR1.Pos", every = "0s" }),
    fault.out_of_range(bay, { reference = "LD0/LLN0.Health", value = 1000 }),
    fault.oscillating(bay, { reference = "LD0/XCBR1.Pos", period = "1ms" }),
    fault.frozen(bay, { reference = "LD0/XCBR1.Pose" }),
    fault.frozen(bay, { times = 3 }),
    fault.clock_jump(bay),
    fault.clock_jump(bay, { to = "soon" }),
    fault.time_before_1984(bay, { to = "1990-01-01T00:00:00Z" }),
    fault.time_after_2038(bay, { to = "2107-01-01T00:00:00Z" }),
    fault.clock_not_synchronized(bay, { quality = "ClockBroken" }),
  },
}
