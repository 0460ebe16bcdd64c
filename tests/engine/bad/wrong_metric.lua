--! 24: no such metric: report_rat (did you mean report_rate?)
--! 25: metric has no option per
--! 26: metric: per must be at least "1ms"
--! 27: threshold compares with < <= > >= == ~=, not with the string "=<"
--! 28: threshold: the limit of a time is one such as "500ms", not nothing
--! 29: threshold: the limit is a number that is not negative, not the string "5s"
--! 30: threshold: no such statistic: p59 (did you mean p50?)
--! 31: threshold: this metric has one value; there is no max of it
--! 32: threshold: nothing is below 0
--! 33: threshold: everything is at least 0
--! 34: threshold takes a metric such as bay:metric "report_rate", not what read gives
--! 35: time_between takes an event such as bay:associated(), not the string "read"
--! 36: time_between: same is "ied", "reference" or "client", or a list of them, not the string "port"
--! 37: counter: there is a counter alarms already
--! 38: no such counter: alarm (did you mean alarms?)
--! 39: threshold: within must be more than 0
--! 40: count takes a counter or its name, not the number 5
--! 41: coverage: no such kind: rcb (did you mean rcbs?)
--! 42: threshold: this is a share: nothing is above 100 %
--! 43: threshold: this is a share: nothing is above 100 %
--! 44: threshold: this metric has one value; there is no max of it
local bay = ied { scl = "feeder.cid" } local alarms = counter "alarms"
return scenario { duration = "9s", threshold(alarms, "<", 1),
  threshold(bay:metric "report_rat", "<=", 5),
  threshold(bay:metric("reads", { per = "1s" }), "<=", 5),
  threshold(bay:metric("read_rate", { per = 0 }), "<=", 5),
  threshold(bay:metric "read_rate", "=<", 5),
  threshold(bay:metric "operate_time", "<="),
  threshold(bay:metric "read_rate", "<=", "5s"),
  threshold(bay:metric "operate_time", "<=", "5s", { of = "p59" }),
  threshold(bay:metric "reads", "<=", 5, { of = "max" }),
  threshold(bay:metric "operate_time", "<", 0),
  threshold(bay:metric "reads", ">=", 0),
  threshold(bay:read(), "<=", 5),
  threshold(time_between(bay:read(), "read"), "<", "5s"),
  threshold(time_between(bay:read(), bay:wrote(), { same = "port" }), "<", "5s"),
  threshold(counter "alarms", "<=", 5),
  at "1s" { count("alarm", 2) },
  threshold(bay:metric "operate_time", "<=", "5s", { within = 0 }),
  at "1s" { count(5) },
  threshold(bay:coverage "rcb", ">=", 100),
  threshold(bay:coverage "rcbs", ">", 100),
  threshold(bay:coverage(), "<=", 101),
  threshold(bay:coverage "rcbs", ">=", 100, { of = "max" }),
}
