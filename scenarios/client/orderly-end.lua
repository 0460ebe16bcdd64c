-- SPDX-License-Identifier: Apache-2.0
--
-- An association ends with conclude and release; a device that is left without a word keeps its resources until it
-- notices, and has few associations to give.
--
-- A correct client disables what it enabled, concludes and releases, and has one association at a time.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"

local function ends(how)
  return function()
    local scada  = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { gi = true })
    status:report { within = "5s" }
    sleep "1s"
    how(scada, status)
    sleep "1s"
  end
end

return scenario {
  start = bay:associated(), duration = "8s",
  expect(urcb:disabled { value = "written by the client" }, { within = "6s" }),
  expect(bay:released(), { within = "6s" }),
  never(bay:aborted()),
  never(bay:associated(), { after = "10ms" }),           -- a second time

  stand_in("takes its leave", ends(function(scada, status)
    status:finish()
    scada:release()
  end)),
  stand_in("just closes", {
    fails = { "FEEDER1 rcb_disabled *the association ended*", "FEEDER1 released within 6 s: nothing", "never FEEDER1 aborted*" },
  }, ends(function(scada)
    scada:cut { how = "fin" }
  end)),
  stand_in("leaks an association", {
    fails = { "never FEEDER1 associated*", "FEEDER1 released within 6 s: nothing", "never FEEDER1 aborted*" },
  }, ends(function(scada, status)
    status:finish()
    client.connect(bay)
    scada:cut()
  end)),
}
