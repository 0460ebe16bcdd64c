--! 13: fault.position_stuck: FEEDER1: LD0/MMXU1.TotW is not controllable
--! 14: fault.position_stuck: at takes one of unmoved|bad, not intermediate
--! 15: fault.terminated_wrongly: FEEDER1: no such AddCause: blocked-by-proces (did you mean blocked-by-process?)
--! 16: fault.moves_without_command needs reference
--! 17: fault.moves_without_command: FEEDER1: LD0/XCBR1.BlkOpnn is no control with a position
--! 18: fault.switchover: FEEDER1: localhost is no IP address
--! 19: fault.power_cycle has no option lasting
--! 20: fault.wrong_ctl_num: offset goes from 1 to 255, not 256
local bay = ied { scl = "feeder.cid" }

return scenario {
  at "1s" {
    fault.position_stuck(bay, { reference = "LD0/MMXU1.TotW" }),
    fault.position_stuck(bay, { at = "intermediate" }),
    fault.terminated_wrongly(bay, { cause = "blocked-by-proces" }),
    fault.moves_without_command(bay),
    fault.moves_without_command(bay, { reference = "LD0/XCBR1.BlkOpnn" }),
    fault.switchover(bay, { address = "localhost" }),
    fault.power_cycle(bay, { lasting = "1s" }),
    fault.wrong_ctl_num(bay, { offset = 256 }),
  },
}
