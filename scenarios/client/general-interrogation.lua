-- SPDX-License-Identifier: Apache-2.0
--
-- Whoever enables an unbuffered control block interrogates at once: nothing else tells the values of before. After a lost
-- link that is needed again, since what changed meanwhile was reported to nobody.
--
-- A correct client associates, enables, sets GI within a second, and does all of it again when it comes back.

local persistent = require "iedbench.persistent"

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local urcb = bay:rcb "LD0/LLN0.RP.urcbStatus"

local function enable(interrogates)
  local scada  = persistent.connect(bay)
  local status = scada:subscribe("LD0/LLN0.RP.urcbStatus", { gi = interrogates or nil })
  return scada, status
end

local function twice(first, second)
  return function()
    enable(first)
    wait(bay:aborted(), { within = "10s" })
    local scada, status = enable(second)
    sleep "2s"
    status:finish()
    scada:release()
  end
end

return scenario {
  start = urcb:enabled(), duration = "12s",
  expect(urcb:gi_requested(), { within = "1s" }),
  expect(urcb:gi_requested(), { after = bay:fault_removed "link_down", within = "6s" }),
  threshold(bay:metric "interrogation_time", "<=", "1s"),

  at "2s" { fault.link_down(bay, { lasting = "2s" }) },
  at "3s" { set(bay, "LD0/XCBR1.Pos", "off") },

  stand_in("interrogates whenever it enables", twice(true, true)),
  stand_in("never interrogates", {
    fails = {
      "FEEDER1 gi_requested LD0/LLN0.RP.urcbStatus within 1 s: nothing",
      "FEEDER1 gi_requested * after FEEDER1 fault_removed link_down: nothing*",
      "max interrogation_time of FEEDER1 *",
    },
  }, twice(false, false)),
  stand_in("interrogates only when it starts", {
    fails = { "FEEDER1 gi_requested * after FEEDER1 fault_removed link_down: nothing*", "max interrogation_time of FEEDER1 *" },
  }, twice(true, false)),
}
