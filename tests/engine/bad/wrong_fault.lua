--! 20: fault has no word latenc (did you mean latency?)
--! 21: fault.latency has no option dealy (did you mean delay?)
--! 22: fault.latency takes an IED, a station or a list of IEDs, not the string "FEEDER1"
--! 23: fault.latency: share is more than 0 and at most 1
--! 24: fault.latency: times = 0 would never do anything
--! 25: fault.dribble: size goes from 1 to 65535, not 0
--! 26: fault.drop: FEEDER1: no such PDU or service: reed (did you mean read?)
--! 27: fault.drop: FEEDER1: pdu tells MMS PDUs apart: it goes with layer = "mms" only
--! 28: fault.close_after needs octets
--! 29: fault.data_access_error: FEEDER1: LD0/XCBR1.Poss: no data object 'Poss'; did you mean 'Pos'?
--! 30: fault.service_error: FEEDER1: no such error: access/denied
--! 31: fault.negotiate: FEEDER1: name at least one value, as pdu_size = 1
--! 32: no such fault: latenci (did you mean latency?)
--! 33: fault.latency: by takes a declared client, or an address such as "10.0.0.5" or "[::1]", not the number 7
--! 35: no such fault: drob (did you mean drop?)
local bay = ied { scl = "feeder.cid" }

return scenario {
  at "1s" {
    fault.latenc(bay, { delay = "1s" }),
    fault.latency(bay, { dealy = "1s" }),
    fault.latency("FEEDER1"),
    fault.latency(bay, { share = 2 }),
    fault.latency(bay, { times = 0 }),
    fault.dribble(bay, { size = 0 }),
    fault.drop(bay, { pdu = "reed" }),
    fault.drop(bay, { layer = "tpkt", pdu = "read" }),
    fault.close_after(bay),
    fault.data_access_error(bay, { reference = "LD0/XCBR1.Poss" }),
    fault.service_error(bay, { error = "access/denied" }),
    fault.negotiate(bay),
    fault.clear(bay, "latenci"),
    fault.latency(bay, { by = 7 }),
  },
  expect(bay:fault_acted "drob", { within = "1s" }),
}
