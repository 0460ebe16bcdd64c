-- SPDX-License-Identifier: Apache-2.0
--
-- ConfRev counts the data sets that clients give a control block: up by one for another one, not
-- for the same; reports carry it. A correct client reads the directory again when it changed.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    for _, rcb in ipairs { "LD0/LLN0.BR.brcb01", "LD0/LLN0.RP.urcb01" } do
      local function revision() return scada:read(rcb .. ".ConfRev") end
      check(revision() == 7, "it begins with the file's")
      scada:write(rcb .. ".DatSet", "BAYLD0/LLN0$ds")
      check(revision() == 7, "the same data set is no change")
      scada:write(rcb .. ".DatSet", "BAYLD0/LLN0$count")
      check(revision() == 8, "another one is")
      scada:write(rcb .. ".DatSet", "BAYLD0/LLN0$ds")
      check(revision() == 9, "and back again")
      scada:write(rcb .. ".BufTm", 3)
      scada:write(rcb .. ".RptID", "other")
      check(revision() == 9, "other attributes are none")
      local values = scada:subscribe(rcb, { opt_flds = "configRef,entryID,bufOvfl", buffer_time = "0s" })
      bay["LD0/GGIO1.AnIn1.mag.f"] = rcb:find "BR" and 1 or 2
      local report = values:report { within = "5s" }
      check(report.conf_rev == 9 and report.rpt_id == "other", "reports tell it")
      values:finish()
    end
    scada:release()
  end),
}
