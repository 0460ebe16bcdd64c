--! 5: ied: preassigned is "address" or "open", not "closed"
--! 6: ied: "HMI=desk" does not tell the address of a client IED, as "HMI=127.0.0.2" does
--! 7: ied: addresses of clients mean nothing when what is preassigned is open to everybody
--! 8: ied: clients are names of client IEDs and their addresses, as in { HMI = "127.0.0.2" }
local a = ied { scl = "feeder.cid", preassigned = "closed" }
local b = ied { scl = "feeder.cid", clients = { HMI = "desk" } }
local c = ied { scl = "feeder.cid", clients = { HMI = "127.0.0.2" }, preassigned = "open" }
local d = ied { scl = "feeder.cid", clients = { "127.0.0.2" } }
return scenario { expect(a:associated(), { within = "1s" }) }
