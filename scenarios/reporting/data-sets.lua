-- SPDX-License-Identifier: Apache-2.0
--
-- Data sets of the file: members of every kind are there in their order (an FCD, FCDAs, a member of
-- another LD, one element of an array), each change names its own, and none can be deleted.
-- A correct client takes the order of members from the directory, not from names.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    local members, deletable = scada:data_set "LD0/LLN0.ds"
    local expected = { "LD0/GGIO1.Ind1", "LD0/GGIO1.AnIn1.mag", "LD0/GGIO1.AnIn2.mag.f", "LD1/GGIO1.Ind1",
                       "LD1/MHAI1.HA.phsAHar(2).cVal.mag.f" }
    check(table.concat(members, " ") == table.concat(expected, " "), "the directory has them in order")
    check(not deletable, "and says that they stay")
    local ok, failure = pcall(scada.delete_data_set, scada, "LD0/LLN0.ds")
    check(not ok and failure.kind == "not-deleted", "what the file has cannot be deleted")

    local values = scada:subscribe("LD0/LLN0.BR.brcb", { opt_flds = "all", purge = true })
    for number, point in ipairs { "LD0/GGIO1.Ind1", "LD0/GGIO1.AnIn1.mag.f", "LD0/GGIO1.AnIn2.mag.f", "LD1/GGIO1.Ind1",
                                  "LD1/MHAI1.HA.phsAHar(2).cVal.mag.f" } do
      bay[point] = (number == 1 or number == 4) and true or number
      local report = values:report { within = "5s" }
      check(#report.members == 1 and report.members[1].reference == expected[number], point .. " is member " .. number)
    end
    bay["LD1/MHAI1.HA.phsAHar(3).cVal.mag.f"] = 3
    bay["LD0/GGIO1.Ind1"] = false
    check(values:report().members[1].reference == expected[1], "another element of the array is no member")
    values:interrogate()
    check(#values:report().members == 5, "all of them come when asked for")
    check(values:problem() == nil, "nothing was wrong with the stream")
    values:finish()
    scada:release()
  end),
}
