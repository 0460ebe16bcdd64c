-- SPDX-License-Identifier: Apache-2.0
--
-- What no good client does is told as client_warning, whether the device takes it or not: each of
-- these is an expectation that your own client must never meet.

local bay = ied { scl = "controls.scd", name = "CTL" }

local function mistake(reference, what)
  return expect(bay:client_warning(reference, { value = what }), { within = "10s" })
end

return scenario {
  mistake("LD0/GGIO3.SPCSO1", "not-selected"),
  mistake("LD0/GGIO2.SPCSO1", "ctl-num"),
  mistake("LD0/GGIO2.SPCSO1", "or-ident"),
  mistake("LD0/GGIO2.SPCSO1", "or-cat"),
  mistake("LD0/GGIO2.SPCSO1", "time"),
  mistake("LD0/GGIO2.SPCSO1", "test-and-mode"),
  mistake("LD0/GGIO5.SPCSO1", "differs-from-select"),
  never(bay:client_warning("LD0/GGIO2.DPCSO1")),

  task("SCADA", function()
    local scada = client.connect(bay)
    local point = scada:control "LD0/GGIO2.SPCSO1"
    local sbo, sbow = scada:control "LD0/GGIO3.SPCSO1", scada:control "LD0/GGIO5.SPCSO1"
    pcall(sbo.operate, sbo, "on")
    point:operate("on", { ctl_num = 5 })
    pcall(point.operate, point, "off", { ctl_num = 5 })
    pcall(point.operate, point, "on", { or_ident = string.rep("x", 65) })
    pcall(point.operate, point, "on", { or_cat = 12 })
    pcall(point.operate, point, "on", { t = 1000000000 })
    pcall(point.operate, point, "on", { test = true })
    sbow:select("on")
    pcall(sbow.operate, sbow, "on", { ctl_num = 99 })
    scada:control("LD0/GGIO2.DPCSO1"):operate("on")
    scada:release()
  end),
}
