-- SPDX-License-Identifier: Apache-2.0
--
-- A feeder is taken out of service, switch by switch.
--
-- A disconnector cannot break a current: the interlocking lets it move only while the breaker is
-- open, and lets the breaker close only while the disconnector is at rest. It takes its time.
--
-- A correct client asks for the interlock check, waits for each CommandTermination before the
-- next step, and shows a disconnector that is on its way.

local breaker      = require "iedbench.breaker"
local disconnector = require "iedbench.disconnector"
local interlocking = require "iedbench.interlocking"
local operator     = require "iedbench.operator"

local bay = ied { scl = "switchgear.cid" }
local q0  = breaker.new(bay, { xcbr = "Q0XCBR1", cswi = "Q0CSWI1" })
local q1  = disconnector.new(bay, { xswi = "Q1XSWI1", cswi = "Q1CSWI1", travel = "2s" })

return scenario {
  q0, q1,
  interlocking.new(bay, { cilo = "Q0CILO1", switch = "Q0XCBR1", watch = { "LD0/Q1XSWI1.Pos" }, close = function()
    return q0:position() == "off" and q1:position() ~= "intermediate"
  end }),
  interlocking.new(bay, { cilo = "Q1CILO1", switch = "Q1XSWI1", watch = { "LD0/Q0XCBR1.Pos" },
    open  = function() return q1:position() == "on" and q0:position() == "off" end,
    close = function() return q1:position() == "off" and q0:position() == "off" end }),

  expect(bay:control("LD0/Q1CSWI1.Pos"):refused { cause = "blocked-by-interlocking" }, { within = "10s" }),
  expect(bay:control("LD0/Q0CSWI1.Pos"):terminated { result = "positive" }, { at_least = 2, within = "10s" }),
  expect(bay:control("LD0/Q1CSWI1.Pos"):terminated { result = "positive" }, { at_least = 2, within = "10s" }),

  task("operator", function()
    local scada = client.connect(bay)
    local function operate(switch, value)
      return operator.try(scada, "LD0/" .. switch .. "CSWI1.Pos", value, { check = "interlock" })
    end

    check(operate("Q1", "off") == "blocked-by-interlocking", "not under load")
    check(operate("Q0", "off") == nil, "the breaker opens")
    local start = now()
    check(operate("Q1", "off") == nil, "the disconnector opens")
    check(now() - start >= 2 and q1:position() == "off", "it took its time")
    check(operate("Q1", "on") == nil, "it closes again")
    check(operate("Q0", "on") == nil, "and the breaker behind it")
  end),

  task("impatient", function()
    wait(bay:changed("LD0/Q1XSWI1.Pos", { value = "intermediate" }), { within = "10s" })
    local scada = client.connect(bay)
    check(operator.try(scada, "LD0/Q0CSWI1.Pos", "on", { check = "interlock" }) == "blocked-by-interlocking",
          "not while it moves")
  end),
}
