-- SPDX-License-Identifier: Apache-2.0
--
-- What empties a buffer: PurgeBuf and another value of RptID, BufTm, TrgOps, IntgPd or DatSet.
-- The same value again does not, nor does OptFlds.

local bay  = ied { scl = "reporting.cid" }
local rcb  = "LD0/LLN0.BR.brcb01."
local rows = {
  { "PurgeBuf", true, purges = true },     { "PurgeBuf", false },
  { "RptID", "other", purges = true },     { "RptID", "other" },
  { "BufTm", 1, purges = true },           { "BufTm", 1 },
  { "BufTm", 0, purges = true },           { "OptFlds", "0111111110" },
  { "TrgOps", "010001", purges = true },   { "TrgOps", "010001" },
  { "IntgPd", 60000, purges = true },      { "IntgPd", 60000 },
  { "DatSet", "BAYLD0/LLN0$count", purges = true }, { "DatSet", "BAYLD0/LLN0$count" },
}

return scenario {
  task("SCADA", function()
    local scada = client.connect(bay)
    for number, row in ipairs(rows) do
      bay["LD0/GGIO1.AnIn1.mag.f"] = number
      sleep "5ms"
      check(scada:read(rcb .. "EntryID") ~= "0000000000000000", "an entry is buffered")
      scada:write(rcb .. row[1], row[2])
      local is_empty = scada:read(rcb .. "EntryID") == "0000000000000000"
      check(is_empty == (row.purges or false), ("%s = %s %s"):format(row[1], row[2], row.purges and "purges" or "does not"))
    end
    check(scada:read(rcb .. "PurgeBuf") == false, "PurgeBuf reads false again")
    scada:release()
  end),
}
