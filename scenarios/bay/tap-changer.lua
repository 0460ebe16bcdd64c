-- SPDX-License-Identifier: Apache-2.0
--
-- A transformer's tap changer: commands step by step and to a position, its end positions, and
-- the voltage regulation.
--
-- A correct client waits for each step's CommandTermination, shows TapPos with its transient
-- indication, and does not go on commanding at an end position: it is refused with step-limit.

local operator   = require "iedbench.operator"
local tapchanger = require "iedbench.tapchanger"

local trafo = ied { scl = "substation.scd", name = "TRAFO1" }
local taps  = tapchanger.new(trafo, { highest = 11, travel = "200ms", delay = "1s" })
local tap   = trafo:control "LD0/YLTC1.TapPos"

return scenario {
  taps,
  expect(tap:operated(), { at_least = 2, within = "20s" }),

  task("operator", function()
    local scada = client.connect(trafo)
    trafo["LD0/ATCC1.Auto"] = false
    check(taps:position() == 9, "where it begins")
    operator.command(scada, "LD0/YLTC1.TapPos", 11)
    check(taps:position() == 11 and trafo["LD0/YLTC1.EndPosR"] == true, "at its upper end")
    check(operator.try(scada, "LD0/YLTC1.TapPos", 12) == "step-limit", "and no further")
    operator.command(scada, "LD0/YLTC1.TapChg", "lower")
    eventually(function() return taps:position() == 10 end, { within = "1s", every = "50ms" })
    check(trafo["LD0/YLTC1.EndPosR"] == false, "off its end")

    -- The grid in front of it sinks: the regulation goes up until the voltage is inside its band.
    taps:feed(0.9)
    local low = trafo["LD0/ATCC1.CtlV"]
    trafo["LD0/ATCC1.Auto"] = true
    eventually(function() return trafo["LD0/ATCC1.CtlV"] > low end, { within = "5s", every = "100ms" })
    check(taps:position() == 11, "one step up")

    taps:stick()
    trafo["LD0/ATCC1.Auto"] = false
    check(operator.try(scada, "LD0/YLTC1.TapPos", 9) == "time-limit-over", "a motor that does not move")
  end),
}
