-- SPDX-License-Identifier: Apache-2.0
--
-- A task decides what the operator of the device would: it looks at the request, accepts it after
-- a while, moves the switch and ends it, or refuses it, or accepts and fails. A correct client
-- waits for the answer, shows the cause, and takes a command as done at its termination only.

local bay = ied { scl = "controls.scd", name = "CTL" }
local pos = bay:control("LD1/CSWI1.Pos", { by = "scenario" })

return scenario {
  expect(pos:terminated { result = "positive" }, { within = "10s" }),
  expect(pos:refused { cause = "blocked-by-interlocking" }, { within = "10s" }),
  expect(pos:terminated { cause = "abortion-by-trip" }, { within = "10s" }),

  task("process", function()
    local op = wait(pos:operated(), { within = "10s" })
    op:check(op.origin.category == "remote-control", "orCat must be remote")
    op:check(op.value == "on" and not op.test, "it must close")
    sleep "100ms"
    op:accept()                                         -- the Write response leaves now
    sleep "60ms"
    bay["LD1/XCBR1.Pos"], bay["LD1/CSWI1.Pos"] = "on", "on"
    op:succeed()                                        -- CommandTermination+

    wait(pos:operated { value = "off" }, { within = "10s" }):refuse("blocked-by-interlocking")
    op = wait(pos:operated { value = "off" }, { within = "10s" })
    op:accept()
    op:fail("abortion-by-trip")                         -- CommandTermination-
    wait(pos:operated(), { within = "10s" }):proceed { travel = "20ms" }
  end),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD1/CSWI1.Pos"
    local function switch(value)
      command:select(value)
      command:operate(value)
      command:terminated { within = "2s" }
    end
    switch("on")
    check(bay["LD1/XCBR1.Pos"] == "on", "closed")
    local ok, failure = pcall(switch, "off")
    check(not ok and failure.kind == "blocked-by-interlocking", "refused by the task")
    ok, failure = pcall(switch, "off")
    check(not ok and failure.kind == "abortion-by-trip", "failed by the task")
    switch("off")
    check(bay["LD1/XCBR1.Pos"] == "off", "left to the device")
    scada:release()
  end),
}
