-- SPDX-License-Identifier: Apache-2.0
--
-- Mod and Test belong together: in mode on only commands without Test are taken, in mode test and
-- test/blocked only those with it, and in test/blocked the output stays as it is, though the
-- command ends well. The other ones are refused (blocked-by-mode), and the bench warns. A correct
-- client sets Test as the device's mode wants it.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control "LD1/CSWI1.Pos"

return scenario {
  expect(pos:refused { cause = "blocked-by-mode", test = true }, { within = "10s" }),
  expect(pos:refused { cause = "blocked-by-mode", test = false }, { within = "10s" }),
  expect(bay:client_warning("LD1/CSWI1.Pos", { value = "test-and-mode" }), { at_least = 2, within = "10s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    bay["LD1/CSWI1.Pos"] = "off"
    local mode, command = scada:control "LD1/LLN0.Mod", scada:control "LD1/CSWI1.Pos"
    local function close(options)
      command:select("on", options)
      command:operate("on", options)
      command:terminated { within = "1s" }
    end
    local ok, failure = pcall(close, { test = true })
    check(not ok and failure.kind == "blocked-by-mode", "no test in mode on")

    mode:operate("test/blocked")
    check(bay["LD1/CSWI1.Beh"] == "test/blocked", "Beh follows Mod")
    ok, failure = pcall(close, { test = false })
    check(not ok and failure.kind == "blocked-by-mode", "nothing but tests in test/blocked")
    close { test = true }
    check(bay["LD1/XCBR1.Pos"] == "off", "whose output is blocked")

    mode:operate("test", { test = true })
    close { test = true }
    check(bay["LD1/XCBR1.Pos"] == "on", "in mode test the switch moves")
    scada:release()
  end),
}
