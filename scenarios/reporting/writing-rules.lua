-- SPDX-License-Identifier: Apache-2.0
--
-- What of a control block may be written when: nothing but RptEna and GI while it is enabled, and
-- never what the server keeps. A correct client disables first.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    local function refused(rcb, attribute, value, kind)
      local ok, failure = pcall(scada.write, scada, rcb .. "." .. attribute, value)
      check(not ok and failure.kind == kind, rcb .. "." .. attribute .. ": " .. kind)
    end
    local attributes = { RptID = "other", DatSet = "BAYLD0/LLN0$large", OptFlds = "0111111110", BufTm = 20, TrgOps = "011000",
                         IntgPd = 3000, PurgeBuf = true, EntryID = "0000000000000000", ResvTms = 10, Resv = true }

    for _, rcb in ipairs { "LD0/LLN0.BR.brcb01", "LD0/LLN0.RP.urcb01" } do
      local buffered = rcb:find "%.BR%."
      for _, attribute in ipairs { "ConfRev", "SqNum" } do
        refused(rcb, attribute, 3, "object-access-denied")
      end
      refused(rcb, "Owner", "00", "object-access-denied")
      refused(rcb, "DatSet", "BAYLD0/LLN0$nothing", "object-value-invalid")
      refused(rcb, "GI", true, "temporarily-unavailable")
      scada:write(rcb .. ".RptEna", true)
      for attribute, value in pairs(attributes) do
        local there = buffered and attribute ~= "Resv" or
                      not buffered and attribute ~= "PurgeBuf" and attribute ~= "EntryID" and attribute ~= "ResvTms"
        if there then
          refused(rcb, attribute, value, "temporarily-unavailable")
        end
      end
      refused(rcb, "RptEna", true, "temporarily-unavailable")
      scada:write(rcb .. ".GI", true)
      check(scada:read(rcb .. ".GI") == false, "GI reads false again")
      scada:write(rcb .. ".RptEna", false)
      scada:write(rcb .. ".RptEna", false)
      scada:write(rcb .. ".BufTm", 20)
      check(scada:read(rcb .. ".BufTm") == 20, "disabled it takes what it refused before")
      scada:write(rcb .. ".DatSet", "")
      refused(rcb, "RptEna", true, "temporarily-unavailable")
    end
    refused("LD0/LLN0.BR.brcbGiven01", "ResvTms", 5, "object-access-denied")
    check(scada:read "LD0/LLN0.BR.brcbGiven01.ResvTms" == -1, "a preassigned one says so")
    scada:write("LD0/LLN0.BR.brcbGiven01.RptEna", true)
    scada:release()
  end),
}
