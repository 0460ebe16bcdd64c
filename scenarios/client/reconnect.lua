-- SPDX-License-Identifier: Apache-2.0
--
-- A device loses its link for five seconds. Its clients must be back soon after it is there again, and must not storm it
-- meanwhile: a station has hundreds of devices and they often go together.
--
-- A correct client notices the end, tries again every few hundred milliseconds to seconds, and reads when it is back.

local persistent = require "iedbench.persistent"

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

local function poll(scada)
  while pcall(scada.read, scada, "LD0/XCBR1.Pos") do
    sleep "500ms"
  end
end

local function comes_back(every)
  return function()
    poll(client.connect(bay, { timeout = "1s" }))
    poll(persistent.connect(bay, { every = every, tries = 1000 }, { timeout = "1s" }))
  end
end

return scenario {
  start = bay:associated(), duration = "20s",
  expect(bay:read "LD0/XCBR1.Pos", { within = "3s" }),
  expect(bay:read "LD0/XCBR1.Pos", { after = bay:fault_removed "refuse_association", within = "10s" }),
  threshold(bay:metric("connect_rate", { per = "1s" }), "<=", 5),
  threshold(bay:metric "reconnect_time", "<=", "16s"),

  at "3s" {
    fault.link_down(bay, { lasting = "20ms" }),
    fault.refuse_association(bay, { lasting = "5s" }),
  },

  stand_in("comes back", { background = true }, comes_back(0.5)),
  stand_in("gives up", {
    background = true,
    fails = { "FEEDER1 read LD0/XCBR1.Pos.stVal within 10 s after *: nothing*", "max reconnect_time of FEEDER1 *still waited for*" },
  }, function()
    poll(client.connect(bay, { timeout = "1s" }))
  end),
  stand_in("hammers", { background = true, fails = "max connect_rate of FEEDER1 *" }, comes_back(0.02)),
}
