-- SPDX-License-Identifier: Apache-2.0
--
-- What the scenario is asked for waits until a task takes it; what nobody takes is refused with
-- time-limit-over when operTimeout is over, so that no client is left without an answer. A task
-- whose request is gone, as its client left or the device lost its power, is told so.

local bay   = ied { scl = "controls.scd", name = "CTL" }
local point = bay:control("LD0/GGIO4.SPCSO1", { by = "scenario" })

local function gone(request, step, ...)
  local ok, failure = pcall(request[step], request, ...)
  return not ok and failure.kind == "gone"
end

return scenario {
  expect(point:refused { cause = "time-limit-over" }, { within = "20s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local command = scada:control "LD0/GGIO4.SPCSO1"
    local ok, failure = pcall(command.operate, command, "on")
    check(not ok and failure.kind == "time-limit-over", "nobody took the first")
    command:operate("on")
    command:terminated { within = "1s" }
    scada:release()

    for _, way in ipairs { "left", "lost its power" } do
      local one = client.connect(bay)
      local asked = one:control "LD0/GGIO4.SPCSO1"
      pcall(asked.operate, asked, "off")
      check(true, "the association ended: the client " .. way)
    end
    wait(bay:powered_on(), { within = "1s" })
    local last = client.connect(bay)
    last:control("LD0/GGIO4.SPCSO1"):operate("off")
    last:release()
  end),

  task("process", function()
    wait(point:refused(), { within = "10s" })
    local op = wait(point:operated { value = "on" }, { within = "10s" })
    op:accept()
    bay["LD0/GGIO4.SPCSO1"] = true
    op:succeed()

    op = wait(point:operated(), { within = "10s" })
    bay:abort()
    wait(bay:aborted(), { within = "1s" })
    check(gone(op, "accept"), "it is gone with its association")

    op = wait(point:operated(), { within = "10s" })
    act(power_cycle(bay, { lasting = "100ms", boot = "100ms" }))
    check(gone(op, "refuse", "unknown"), "it is gone with the power")
    wait(bay:powered_on(), { within = "1s" })
    op = wait(point:operated(), { within = "10s" })
    op:accept()
    op:succeed()
  end),
}
