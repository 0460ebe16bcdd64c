-- SPDX-License-Identifier: Apache-2.0
--
-- Many devices serve four or five clients and refuse the next one. Here somebody else has all places but one, and goes after
-- ten seconds; the second association that a careless client asks for is refused, and so is its first at times.
--
-- A correct client has one association, and when it is refused tries again at a decent pace until it gets in.

local persistent = require "iedbench.persistent"

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  duration = "30s",
  expect(bay:read "LD0/XCBR1.Pos", { within = "20s" }),
  threshold(bay:metric("connect_rate", { per = "5s" }), "<=", 10),
  threshold(bay:metric "associations", "<=", 1),

  at "0s" { fault.out_of_associations(bay, { limit = 0, lasting = "10s" }) },
  at "10s" { fault.out_of_associations(bay, { limit = 1 }) },

  stand_in("waits for its turn", function()
    sleep "100ms"
    local scada = persistent.connect(bay, { every = 1 })
    scada:read "LD0/XCBR1.Pos"
    sleep "5s"
    scada:release()
  end),
  stand_in("gives up when it is refused", {
    fails = { "FEEDER1 read LD0/XCBR1.Pos.stVal within 20 s: nothing*" },
  }, function()
    sleep "100ms"
    pcall(client.connect, bay)
  end),
  stand_in("asks without end", { fails = "max connect_rate of FEEDER1 *" }, function()
    sleep "100ms"
    local scada = persistent.connect(bay, { every = 0.1, tries = 200 })
    scada:read "LD0/XCBR1.Pos"
    scada:release()
  end),
}
