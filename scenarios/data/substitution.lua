-- SPDX-License-Identifier: Apache-2.0
--
-- A client substitutes a value: it shows at once, with its source, and the process's value comes back.

local bay  = ied { scl = "features/data.cid", name = "BAY" }
local urcb = bay:rcb "LD0/LLN0.RP.urcb"

return scenario {
  expect(urcb:enabled(), { within = "10s" }),
  expect(bay:substituted("LD0/GGIO1.Ind1", { value = "true" }), { within = "10s" }),
  expect(bay:unsubstituted("LD0/GGIO1.Ind1", { value = "false" }), { within = "15s" }),

  task("SCADA", function()
    local scada = client.connect(bay)
    local status = scada:subscribe("LD0/LLN0.RP.urcb", { buffer_time = "0s" })

    scada:write("LD0/GGIO1.SV.Ind1.subVal", true)
    scada:write("LD0/GGIO1.SV.Ind1.subEna", true)
    local report = status:report { within = "5s" }
    check(#report.members == 1, "value and quality come in one entry")
    check(report.members[1].value.stVal == true, "the substitute shows")

    scada:write("LD0/GGIO1.SV.Ind1.subEna", false)
    report = status:report { within = "5s" }
    check(report.members[1].value.stVal == false, "the process's value is back")
    status:finish()
    check(status:waiting() == 0, "nothing came twice")
    scada:release()
  end),
}
