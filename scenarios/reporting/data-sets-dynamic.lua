-- SPDX-License-Identifier: Apache-2.0
--
-- Data sets that clients define: one in a domain outlives its client, "@name" ends with its
-- association and takes the reports on it along; the limits of the file's Services hold.
-- A correct client asks for what is there before it creates, and cleans up what it created.

local bay = ied { scl = "reporting.cid" }
local urcb = bay:rcb "LD0/LLN0.RP.urcb"

local function refused(scada, kind, method, ...)
  local ok, failure = pcall(scada[method], scada, ...)
  check(not ok and failure.kind == kind, method .. " is refused: " .. kind)
end

return scenario {
  task("SCADA", function()
    local members = { "LD1/GGIO1.Ind2[ST]", "LD0/GGIO1.AnIn1.mag.f" }
    local scada = client.connect(bay)
    scada:create_data_set("LD0/LLN0.lasting", members)
    refused(scada, "object-exists", "create_data_set", "LD0/LLN0.lasting", members)
    scada:create_data_set("@own", members)

    local values = scada:subscribe("LD0/LLN0.RP.urcb01", { data_set = "@own", opt_flds = "all" })
    bay["LD1/GGIO1.Ind2"] = true
    local report = values:report { within = "5s" }
    check(report.dat_set == "@own", "the report names its data set")
    check(report.members[1].reference == "LD1/GGIO1.Ind2", "and a member that no data set of the file has")
    refused(scada, "object-constraint-conflict", "delete_data_set", "@own")

    scada:cut()
    wait(urcb:disabled(), { within = "5s" })
    scada = client.connect(bay)
    check(scada:read "LD0/LLN0.RP.urcb01.DatSet" == "", "what was the association's is gone with it")
    refused(scada, "object-non-existent", "data_set", "@own")
    check(#scada:data_set "LD0/LLN0.lasting" == 2, "what stands in a domain is still there")

    scada:create_data_set("LD0/LLN0.second", members)
    scada:create_data_set("LD1/LLN0.third", members)
    refused(scada, "capability-unavailable", "create_data_set", "LD0/LLN0.fourth", members)
    scada:delete_data_set "LD1/LLN0.third"
    local many = {}
    for i = 1, 13 do
      many[i] = "LD0/GGIO1.AnIn1.mag.f"
    end
    refused(scada, "capability-unavailable", "create_data_set", "LD0/LLN0.many", many)
    table.remove(many)
    scada:create_data_set("LD0/LLN0.many", many)
    check(#scada:data_set "LD0/LLN0.many" == 12, "twelve members are as many as may be")
    scada:release()
  end),
}
