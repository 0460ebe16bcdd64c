-- SPDX-License-Identifier: Apache-2.0
--
-- With sboClass operate-many one selection serves for many commands: it stays behind each of
-- them until it is cancelled, or sboTimeout is over. A correct client cancels it when it is done.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control "LD0/GGIO3.SPCSO1"

return scenario {
  expect(point:selected(), { at_least = 1, at_most = 1, within = "2s" }),
  expect(point:operated(), { at_least = 3, at_most = 3, within = "2s" }),
  expect(point:cancelled(), { within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO3.SPCSO1"
    bay["LD0/GGIO3.SPCSO1.sboClass"] = "operate-many"
    command:select()
    for i = 1, 3 do
      command:operate(i % 2 == 1)
      check(bay["LD0/GGIO3.SPCSO1"] == (i % 2 == 1), "each is executed")
    end
    check(bay["LD0/GGIO3.SPCSO1.stSeld"] == true, "the selection stays")
    command:cancel()
    check(bay["LD0/GGIO3.SPCSO1.stSeld"] == false, "until it is cancelled")
    scada:release()
  end),
}
