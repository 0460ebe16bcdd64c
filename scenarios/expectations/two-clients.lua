-- SPDX-License-Identifier: Apache-2.0
--
-- Redundant systems: two clients are told apart by their AP-titles. Both look what there is, only
-- one of them takes the report control block, and when it loses its association the other one
-- takes over in time, without a gap in the entries.
--
-- A correct pair holds all of it. Two that both enable, or a stand-by that notices nothing, fail
-- the line that says so.

local bay  = ied { scl = "feeder.cid", name = "FEEDER1" }
local brcb = bay:rcb "LD0/LLN0.BR.brcbStatus01"

local main    = client "main"    { ap_title = "1.1.1.999.1" }
local standby = client "standby" { ap_title = "1.1.1.999.2" }

return scenario {
  both(main, standby, bay:associated(), { within = "10s" }),
  both(main, standby, bay:browsed(),    { within = "10s" }),
  exactly_one(main, standby, brcb:enabled(), { before = bay:aborted() }),
  takeover(main, standby, { within = "2s" }),
  in_order { brcb:enabled { by = main }, bay:aborted { by = main }, brcb:enabled { by = standby }, within = "10s" },
  never(brcb:entry_lost()),
  threshold(time_between(bay:aborted { by = main }, brcb:enabled { by = standby }), "<=", "2s"),

  task("SCADA", function()
    local first  = client.connect(bay, { as = main })
    local second = client.connect(bay, { as = standby })
    first:browse()
    second:browse()
    local status = first:subscribe("LD0/LLN0.BR.brcbStatus01", { purge = true, opt_flds = "all" })
    bay["LD0/XCBR1.Pos"] = "off"
    local last = status:report { within = "5s" }

    first:abort()
    wait(brcb:disabled(), { within = "5s" })
    bay["LD0/XCBR1.Pos"] = "on"
    status = second:subscribe("LD0/LLN0.BR.brcbStatus01", { entry_id = last.entry_id })
    check(status:report({ within = "5s" }).members[1].value.stVal == "on", "the other one goes on behind the last entry")
    status:finish()
    second:release()
  end),
}
