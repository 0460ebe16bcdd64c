-- SPDX-License-Identifier: Apache-2.0
--
-- A selection that is neither operated nor cancelled ends by itself after sboTimeout, and the
-- bench warns of the client that left it. A correct client operates in time, or cancels.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO5.DPCSO1"

return scenario {
  expect(point:select_expired { value = "on" }, { after = point:selected(), within = "2500ms" }),
  expect(bay:client_warning("LD0/GGIO5.DPCSO1", { value = "select-expired" }), { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO5.DPCSO1"
    command:select("on")
    sleep "1900ms"
    check(bay["LD0/GGIO5.DPCSO1.stSeld"] == true, "the selection lasts")
    sleep "200ms"
    check(bay["LD0/GGIO5.DPCSO1.stSeld"] == false, "sboTimeout of 2 s ended it")
    local ok, failure = pcall(command.operate, command, "on")
    check(not ok and failure.kind == "object-not-selected", "an operate comes too late")
    command:select("on")
    command:operate("on")
    command:terminated { within = "1s" }
    scada:release()
  end),
}
