-- SPDX-License-Identifier: Apache-2.0
--
-- The breaker opens and closes by itself, while nobody commanded it; its origin is the process.
--
-- A correct client shows and alarms every position, and does not take the movement for the effect of a command.
--
-- On the wire, 4 times: mms.unconfirmed_PDU_element && mms.vmd_specific == "RPT" && frame contains "XCBR1$ST$Pos"
-- Never on the wire: mms.itemId contains "Oper"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "controls.scd", name = "CTL" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  bystander.client_of(bay, 3, "127.0.0.2", "LD1/XCBR1.Pos"),
  expect(bay:fault_acted "moves_without_command", { at_least = 2, within = "3s" }),
  never(bay:control "LD1/CSWI1.Pos":operated()),
  never(bay:aborted()),
  at "300ms" {
    fault.moves_without_command(bay, { reference = "LD1/CSWI1.Pos", travel = "100ms", every = "500ms", times = 2 }),
  },

  task("SCADA", function()
    local scada  = client.connect(bay)
    local status = scada:subscribe "LD1/LLN0.RP.urcb"
    local seen = {}
    repeat
      local report = status:report { within = "2s" }
      for _, member in ipairs(report.members) do
        if member.reference:find "XCBR1" then
          seen[#seen + 1] = scada:read "LD1/XCBR1.Pos.stVal"
        end
      end
    until #seen == 4
    check(scada:read("LD1/XCBR1.Pos.stVal") == "off", "it is back where it was")
    check(scada:read("LD1/XCBR1.Pos.origin.orCat") == "process", "nobody commanded it")
    scada:release()
  end),
}
