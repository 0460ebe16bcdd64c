-- SPDX-License-Identifier: Apache-2.0
--
-- The device has another name than the file says: all of its domains are called otherwise, its address is the same.
--
-- A correct client notices that it talks to somebody else, and does not take the values for those of its bay.
--
-- On the wire: mms contains "BAY77LD0"
-- Never on the wire: frame.interface_name == "FEEDER1" && mms contains "FEEDER1LD0"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1", differs = { renamed = "BAY77" } }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 1),
  never(bay:aborted()),
  at "200ms" { set(bay, "LD0/XCBR1.Pos", "off") },

  task("SCADA", function()
    local scada = client.connect(bay)
    check(scada:names()[1] == "BAY77LD0", "it is called otherwise")
    local status = scada:subscribe("LD0/LLN0.BR.brcbStatus", { purge = true })
    local report = status:report { within = "2s" }
    check(report.dat_set:match "^BAY77LD0/", "in its reports, too")
    scada:release()
  end),
}
