-- SPDX-License-Identifier: Apache-2.0
--
-- The device is not as its file says: a node and a data object are missing, a measurand has another type, a control block
-- another ConfRev.
--
-- A correct client compares what it finds with its file before it relies on it, and says what differs.
--
-- Never on the wire: frame.interface_name == "FEEDER1" && mms contains "PTOC2$ST$Op"
-- On the wire: frame.interface_name == "FEEDER2" && mms contains "PTOC2$ST$Op"
-- On the wire: mms.floating_point == 0b:40:49:00:00:00:00:00:00

local bystander = require "iedbench.bystander"

local bay   = ied { scl = "substation.scd", name = "FEEDER1", differs = {
  missing  = { "LD0/PTOC2", "LD0/XCBR1.OpCnt" },
  types    = { ["LD0/MMXU1.Hz.mag.f"] = "FLOAT64" },
  conf_rev = { ["LD0/LLN0.brcbStatus"] = 9 },
} }
local other = ied { scl = "substation.scd", name = "FEEDER2" }

-- Whether a name stands in a list.
local function has(names, wanted)
  for _, name in ipairs(names) do
    if name == wanted then return true end
  end
  return false
end

return scenario {
  bystander.beside(bay, other, 1),
  never(bay:aborted()),

  task("SCADA", function()
    local right, wrong = client.connect(other), client.connect(bay)
    local file, found = right:names "FEEDER2LD0", wrong:names "FEEDER1LD0"
    check(has(file, "PTOC2$ST$Op") and not has(found, "PTOC2$ST$Op"), "a node is missing")
    check(has(file, "XCBR1$ST$OpCnt") and not has(found, "XCBR1$ST$OpCnt"), "a data object is missing")
    check(has(found, "XCBR1$ST$Pos"), "the others are there")
    check(wrong:read "LD0/LLN0.BR.brcbStatus01.ConfRev" == 9, "another ConfRev")
    check(wrong:read "LD0/MMXU1.Hz.mag.f" == 50, "a double where the file has a single")
    local members = #right:data_set("LD0/LLN0.dsStatus") - #wrong:data_set("LD0/LLN0.dsStatus")
    check(members == 1, "its data set has one member less")
    local fine, why = pcall(wrong.read, wrong, "LD0/XCBR1.OpCnt")
    check(not fine, "what is missing cannot be read")
    wrong:release()
    right:release()
  end),
}
