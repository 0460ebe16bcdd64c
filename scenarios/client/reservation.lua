-- SPDX-License-Identifier: Apache-2.0
--
-- A buffered control block is kept for its client over a lost link only as long as ResvTms says: the seconds of the
-- device's own choice (here 30) are over before the link is back, and another client waits for the first chance.
--
-- A correct client writes ResvTms before it enables, with more seconds than its way back takes, and finds its buffer again.

local persistent = require "iedbench.persistent"

local bay  = ied { scl = "reporting.cid" }
local brcb = bay:rcb "LD0/LLN0.BR.brcb"

local function keeps(reserves)
  return function()
    local scada = client.connect(bay)
    if reserves then
      scada:write("LD0/LLN0.BR.brcb01.ResvTms", 60)
    end
    scada:write("LD0/LLN0.BR.brcb01.RptEna", true)
    wait(bay:aborted(), { within = "20s" })
    sleep "34s"
    scada = persistent.connect(bay)
    pcall(scada.write, scada, "LD0/LLN0.BR.brcb01.RptEna", true)
    sleep "1s"
    scada:release()
  end
end

return scenario {
  start = brcb:reserved(), duration = "45s",
  expect(bay:wrote("LD0/LLN0.BR.brcb01.ResvTms", { value = "success" }), { before = brcb:enabled() }),

  at "2s" { fault.link_down(bay, { lasting = "32s" }) },
  task("a rival", function()
    if wait(bay:fault_removed "link_down", { within = "60s", optional = true }) then
      local rival = client.connect(bay, { from = "127.0.0.2" })
      local taken = pcall(rival.write, rival, "LD0/LLN0.BR.brcb01.RptEna", true)
      check(not taken, "the block is kept for its client")
      rival:release()
    end
  end),

  stand_in("reserves", keeps(true)),
  stand_in("forgets ResvTms", {
    fails = { "BAY wrote LD0/LLN0.brcb01.ResvTms *", "a rival: the block is kept for its client" },
  }, keeps(false)),
}
