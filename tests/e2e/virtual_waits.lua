-- SPDX-License-Identifier: Apache-2.0
--
-- What clients of tasks wait for in vain they wait for in virtual time, however fast that goes.

local bay = ied { scl = "controls.scd", name = "CTL" }
local feeder = ied { scl = "feeder.cid" }

-- How long a call took until it failed, in virtual seconds.
local function failing(kind, call)
  local before = now()
  local ok, failure = pcall(call)
  check(not ok and failure.kind == kind, "it fails as " .. kind)
  return now() - before
end

return scenario {
  duration = "100s",
  at "0s" { fault.control_ignored(bay) },
  at "1s" { speed(20) },

  task("nobody reports", function()
    local status = client.connect(feeder):subscribe "LD0/LLN0.BR.brcbStatus"
    sleep "1s"
    local took = failing("no-report", function() status:report { within = "10s" } end)
    check(took >= 10 and took < 20, "a report is waited for in virtual time")
    took = failing("no-report", function() status:report { within = "500ms", wall = true } end)
    check(took >= 10, "or in real time")
  end),
  task("nobody terminates", function()
    local pos = client.connect(bay):control "LD1/CSWI1.Pos"
    sleep "1s"
    pos:select "on"
    pos:operate("on", { within = "40s" })
    local took = failing("no-termination", function() pos:terminated { within = "10s" } end)
    check(took >= 10 and took < 20, "an end is waited for in virtual time")
    took = took + failing("no-termination", function() pos:terminated { within = "60s" } end)
    check(took >= 40 and took < 50, "and so is it from the operate on")
  end),
}
