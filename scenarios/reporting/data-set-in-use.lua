-- SPDX-License-Identifier: Apache-2.0
--
-- A data set that a control block uses stays: deleting it is refused, enabled or not, until no
-- control block names it any more.

local bay = ied { scl = "reporting.cid" }

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    local function refused(text)
      local ok, failure = pcall(scada.delete_data_set, scada, "LD0/LLN0.mine")
      check(not ok and failure.kind == "object-constraint-conflict", text)
    end
    scada:create_data_set("LD0/LLN0.mine", { "LD0/GGIO1.Ind2[ST]" })
    local values = scada:subscribe("LD0/LLN0.RP.urcb01", { data_set = "BAYLD0/LLN0$mine" })
    refused "not while reports on it are enabled"
    values:finish()
    refused "nor while a control block names it"
    scada:write("LD0/LLN0.RP.urcb01.DatSet", "BAYLD0/LLN0$ds")
    scada:delete_data_set "LD0/LLN0.mine"
    local ok, failure = pcall(scada.data_set, scada, "LD0/LLN0.mine")
    check(not ok and failure.kind == "object-non-existent", "then it goes")
    scada:release()
  end),
}
