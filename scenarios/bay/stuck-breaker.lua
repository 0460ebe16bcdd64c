-- SPDX-License-Identifier: Apache-2.0
--
-- Breakers that do not do as they are told.
--
-- The breaker of FEEDER2 sticks, then it jams half the way, then it is repaired. A trip comes
-- while a close command travels.
--
-- A correct client does not believe that a command was done because it was accepted: it waits
-- for the CommandTermination, and shows the AddCause of a negative one.

local breaker  = require "iedbench.breaker"
local operator = require "iedbench.operator"

local bay = ied { scl = "substation.scd", name = "FEEDER2" }
local pos = bay:control "LD0/CSWI1.Pos"
local q0  = breaker.new(bay, { opening = "200ms", closing = "600ms", supervision = "200ms" })

return scenario {
  q0,
  expect(pos:terminated { result = "negative", cause = "time-limit-over" },  { within = "20s" }),
  expect(pos:terminated { result = "negative", cause = "invalid-position" }, { within = "20s" }),
  expect(pos:terminated { result = "negative", cause = "abortion-by-trip" }, { within = "20s" }),
  expect(pos:terminated { result = "positive" }, { at_least = 2, within = "20s" }),

  task("operator", function()
    local scada = client.connect(bay)
    local function fails(value, cause)
      check(operator.try(scada, "LD0/CSWI1.Pos", value) == cause, value .. " fails: " .. cause)
    end

    q0:stick()
    fails("off", "time-limit-over")
    check(scada:read "LD0/XCBR1.Pos" == "on", "it did not move")

    q0:jam()
    fails("off", "invalid-position")
    check(scada:read "LD0/XCBR1.Pos" == "intermediate", "it is half the way")
    fails("on", "invalid-position")                           -- the server itself refuses that

    q0:free "on"
    operator.command(scada, "LD0/CSWI1.Pos", "off")
    check(scada:read "LD0/XCBR1.Pos" == "off" and scada:read "LD0/CSWI1.Pos" == "off", "it is open")
    check(bay["LD0/PTRC1.Tr"] == false, "nothing trips")

    fails("on", "abortion-by-trip")
    check(scada:read "LD0/XCBR1.Pos" == "off", "a trip is stronger than a command")
    bay["LD0/PTRC1.Tr"] = false
    operator.command(scada, "LD0/CSWI1.Pos", "on")
  end),

  -- While the breaker closes, half the way.
  task("protection", function()
    wait(bay:changed("LD0/XCBR1.Pos.stVal", { value = "off" }), { within = "20s" })
    wait(bay:changed("LD0/XCBR1.Pos.stVal", { value = "intermediate" }), { within = "20s" })
    sleep "100ms"
    bay["LD0/PTRC1.Tr"] = true
  end),
}
