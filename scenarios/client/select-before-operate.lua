-- SPDX-License-Identifier: Apache-2.0
--
-- A control that must be selected before it is operated: whoever operates without it is refused, and would have moved
-- something that somebody else had in hand.
--
-- A correct client reads ctlModel, selects, operates as it selected, and awaits the CommandTermination.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

local function commands(how)
  return function()
    local scada = client.connect(bay)
    how(scada:control "LD1/CSWI1.Pos")
    sleep "1s"
    scada:release()
  end
end

return scenario {
  start = bay:associated(), duration = "12s",
  in_order { pos:selected(), pos:operated(), pos:terminated { result = "positive" }, within = "10s" },
  never(pos:refused { cause = "object-not-selected" }),
  never(pos:refused { cause = "inconsistent-parameters" }),
  never(bay:client_warning()),

  stand_in("selects before it operates", commands(function(control)
    control:select("on")
    control:operate("on")
    control:terminated { within = "10s" }
  end)),
  stand_in("operates without a select", {
    fails = {
      "in order: CTL selected *did not come: CTL selected*", "never CTL command_refused *object-not-selected*",
      "never CTL client_warning*not-selected*",
    },
  }, commands(function(control)
    pcall(control.operate, control, "on")
  end)),
  stand_in("operates otherwise than it selected", {
    fails = {
      "in order: CTL selected *did not come: CTL operated*", "never CTL command_refused *inconsistent-parameters*",
      "never CTL client_warning*differs-from-select*",
    },
  }, commands(function(control)
    control:select("on")
    pcall(control.operate, control, "on", { ctl_num = 99 })
  end)),
}
