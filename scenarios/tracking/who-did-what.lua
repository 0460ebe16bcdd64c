-- SPDX-License-Identifier: Apache-2.0
--
-- Who asked the device for what: an auditor has a buffered report of everything that the bay's
-- LTRK tracks, and learns of every service of every other client, served or refused, in order:
-- a select, an operate and its termination, an operate without a select with its AddCause, a
-- control block that was enabled, another setting group, and who left.
--
-- A correct auditor enables the block with the trigger data-update, takes what comes while it is
-- away from its buffer, and reads who did it from originatorID and origin.

local bay  = ied { scl = "service-tracking.cid", name = "TRACKED" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbTrack"
local pos  = bay:control "LD0/CSWI1.Pos"

-- What a tracking object tells: "DpcTrk Operate no-error".
local function tell(member)
  return string.match(member.reference, "LTRK1%.(%w+)") .. " " .. member.value.serviceType .. " " .. member.value.errorCode
end

-- Takes reports until every wanted service was told; gives all members and the last EntryID.
local function listen(audit, wanted)
  local members, missing, last = {}, #wanted, nil
  local open = {}
  for _, service in ipairs(wanted) do
    open[service] = true
  end
  while missing > 0 do
    local report = audit:report { within = "5s" }
    for _, member in ipairs(report.members) do
      check(member.reasons["data-update"], "each service is an update of its object")
      members[#members + 1] = member
      if open[tell(member)] then
        open[tell(member)] = nil
        missing = missing - 1
      end
    end
    last = report.entry_id
  end
  return members, last
end

return scenario {
  expect(brcb:report_sent(),                    { at_least = 8, within = "20s" }),
  expect(brcb:resynced(),                       { within = "20s" }),
  expect(pos:refused { cause = "object-not-selected" }, { within = "20s" }),
  expect(bay:group_activated { value = "2" },   { within = "20s" }),
  expect(bay:changed "LD0/LTRK1.DpcTrk[SR]",        { at_least = 4, within = "20s" }),
  never(brcb:entry_lost()),
  each(pos:operated(), pos:terminated(),        { within = "5s", same = { "reference", "client" } }),

  task("auditor and operator", function()
    local auditor = client.connect(bay)
    local audit = auditor:subscribe("LD0/LLN0.BR.brcbTrack", { purge = true })

    local operator = client.connect(bay)
    local switch = operator:control "LD0/CSWI1.Pos"
    switch:select("off", { or_cat = "remote-control", or_ident = "centre" })
    switch:operate("off", { or_cat = "remote-control", or_ident = "centre" })
    switch:terminated { within = "5s" }
    local ok = pcall(switch.operate, switch, "on", { or_cat = "remote-control", or_ident = "centre" })
    check(not ok, "an operate without a select is refused")
    local members, last = listen(audit, { "DpcTrk SelectWithValue no-error", "DpcTrk Operate no-error",
                                          "DpcTrk CommandTermination no-error", "DpcTrk Operate control-must-be-selected" })
    for _, member in ipairs(members) do
      if string.find(member.reference, "DpcTrk", 1, true) then
        check(member.value.objRef == "TRACKEDLD0/CSWI1.Pos" and member.value.originatorID == "63656E747265",
              "the control and who asked are told: " .. member.value.objRef .. " by " .. member.value.originatorID)
      end
    end

    -- While the auditor is away, others go on; the buffer tells it.
    auditor:abort()
    operator:write("LD0/LLN0.SP.SGCB.ActSG", 2)
    operator:subscribe("LD0/LLN0.RP.urcbPos", { gi = true }):finish()
    operator:release()
    auditor = client.connect(bay)
    listen(auditor:subscribe("LD0/LLN0.BR.brcbTrack", { entry_id = last }),
           { "GenTrk Abort no-error", "SgcbTrk SelectActiveSG no-error", "UrcbTrk SetURCBValues no-error",
             "GenTrk Release no-error", "GenTrk Associate no-error" })
    auditor:release()
  end),
}
