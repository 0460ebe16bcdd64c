-- SPDX-License-Identifier: Apache-2.0
--
-- A slow line: 1,200 octets a second in either direction.
--
-- A correct client waits for what takes its time, and does not ask for more at once than comes through.
--
-- On the wire: tcp.len == 60 && frame.comment contains "fault throttle: "
-- Never on the wire: tcp.len > 60 && frame.time_relative < 3 && frame.interface_name == "FEEDER1"

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1" }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

return scenario {
  bystander.beside(bay, other, 3),
  expect(bay:fault_acted "throttle", { at_least = 6, within = "4s" }),
  never(bay:aborted()),
  at "0s" { fault.throttle(bay, { rate = 1200, lasting = "3s" }) },

  task("SCADA", function()
    sleep "10ms"
    local scada = client.connect(bay)
    check(now() > 0.2, "the association takes its time")
    local begun = now()
    scada:data_set "LD0/LLN0.dsStatus"
    check(now() - begun > 0.1, "a long answer takes longer")
    scada:release()
  end),
}
