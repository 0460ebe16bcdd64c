-- SPDX-License-Identifier: Apache-2.0
--
-- BufTm gathers: changes of several members within it are one report; a second change of the same
-- member sends the first at once, with its old value, and begins a new window.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    local values = scada:subscribe("LD0/LLN0.BR.brcb01", { opt_flds = "all", buffer_time = "300ms", purge = true })

    bay["LD0/GGIO1.AnIn1.mag.f"] = 1
    bay["LD1/GGIO1.Ind1"] = true
    check(values:waiting() == 0, "nothing comes before the time is over")
    local report = values:report { within = "5s" }
    check(#report.members == 2, "two members in one report")

    bay["LD0/GGIO1.AnIn1.mag.f"] = 2
    bay["LD1/GGIO1.Ind1"] = false
    bay["LD0/GGIO1.AnIn1.mag.f"] = 3
    report = values:report { within = "5s" }
    check(#report.members == 2, "the second change sends what was gathered")
    check(report.members[1].value.f == 2, "with the value of the first")
    local second = values:report { within = "5s" }
    check(#second.members == 1 and second.members[1].value.f == 3, "and is alone in a new window")
    check(second.time_of_entry - report.time_of_entry > 0.25, "which lasts as long")
    sleep "400ms"
    check(values:waiting() == 0 and values:problem() == nil, "none comes twice")
    values:finish()
    scada:release()
  end),
}
