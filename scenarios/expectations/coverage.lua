-- SPDX-License-Identifier: Apache-2.0
--
-- Acceptance of a client's configuration: it uses all of what the bay offers it, every report
-- control block, every data set through them, the log and the setting group, and reads or is
-- told at least half of the points.
--
-- A client whose engineer forgot a control block fails the line of the control blocks, with its
-- name.

local bay = ied { scl = "feeder.cid", name = "FEEDER1" }

return scenario {
  threshold(bay:coverage "rcbs",      "==", 100),
  threshold(bay:coverage "data_sets", "==", 100),
  threshold(bay:coverage "logs",      "==", 100),
  threshold(bay:coverage "settings",  "==", 100),
  threshold(bay:coverage "points",    ">=", 50),
  threshold(bay:coverage(),           ">",  50),
  -- Nobody operates while only watching.
  threshold(bay:coverage "controls",  "<=", 0),

  task("SCADA", function()
    local scada = client.connect(bay)
    local blocks = { "BR.brcbStatus", "BR.brcbMeas", "BR.brcbProt", "RP.urcbStatus", "RP.urcbMeas" }
    for _, block in ipairs(blocks) do
      scada:subscribe("LD0/LLN0." .. block, { gi = true }):report { within = "5s" }
    end
    scada:data_set "LD0/LLN0.dsGoose"
    scada:read { "LD0/LLN0.SP.SGCB.ActSG", "LD0/MMXU1[MX]", "LD0/LLN0[ST]", "LD0/LPHD1[ST]", "LD0/XCBR1[ST]" }
    scada:log "LD0/LLN0.Events"
    scada:release()
  end),
}
