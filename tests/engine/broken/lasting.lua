-- Ends with its duration, for the tests of a client that goes on a little.
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "300ms", expect(bay:associated()) }
