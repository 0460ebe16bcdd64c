-- What is measured is not within its limits: exit 1.
local bay = ied { scl = "feeder.cid" }
local alarms = counter "alarms"
local reads  = counter("reads", { on = bay:read(), step = 10 })
return scenario { duration = "1s",
  threshold(time_between(bay:read(), bay:read()), "<", "100ms"),
  threshold(time_between(bay:read(), bay:read()), "<=", "100ms", { of = "p50" }),
  threshold(time_between(bay:read(), bay:wrote()), "<=", "300ms"),
  threshold(bay:metric "read_rate", "<=", 2),
  threshold(bay:metric("read_rate", { per = "500ms" }), ">", 3, { of = "mean" }),
  threshold(bay:metric "reads", "<", 4),
  threshold(bay:metric "associations", "==", 2),
  threshold(bay:metric "operate_time", "<=", "1s"),
  threshold(bay:metric "reconnect_time", "<=", "1s", { allow_none = true }),
  threshold(alarms, "<", 3),
  threshold(reads, "<=", 39),
  threshold(time_between(bay:read(), bay:read()), ">=", 4, { of = "count" }),
  at "10ms" { count(alarms, 2) },
  task("reader", function()
    local one = client.connect(bay)
    for _ = 1, 4 do
      one:read "LD0/XCBR1.Pos"
      sleep "100ms"
    end
    check(count "alarms" == 3, "tasks and entries count the same")
  end),
}
