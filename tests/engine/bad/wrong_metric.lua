--! 26: no such metric: report_rat (did you mean report_rate?)
--! 27: metric has no option per
--! 28: metric: per must be at least "1ms"
--! 29: threshold compares with < <= > >= == ~=, not with the string "=<"
--! 30: threshold: the limit of a time is one such as "500ms", not nothing
--! 31: threshold: the limit is a number that is not negative, not the string "5s"
--! 32: threshold: no such statistic: p59 (did you mean p50?)
--! 33: threshold: this metric has one value; there is no max of it
--! 34: threshold: nothing is below 0
--! 35: threshold: everything is at least 0
--! 36: threshold takes a metric such as bay:metric "report_rate", not what read gives
--! 37: time_between takes an event such as bay:associated(), not the string "read"
--! 38: time_between: same is "ied", "reference" or "client", or a list of them, not the string "port"
--! 39: counter: there is a counter alarms already
--! 40: no such counter: alarm (did you mean alarms?)
--! 41: threshold: within must be more than 0
--! 42: count takes a counter or its name, not the number 5
--! 43: coverage: no such kind: rcb (did you mean rcbs?)
--! 44: threshold: this is a share: nothing is above 100 %
--! 45: threshold: this is a share: nothing is above 100 %
--! 46: threshold: this metric has one value; there is no max of it
--! 47: threshold: the limit of a time is one such as "500ms", not the number 500
--! 48: threshold: the limit of a time is one such as "500ms", not the string "500"
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
  threshold(bay:metric "operate_time", "<", "0s"),
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
  threshold(bay:metric "operate_time", "<=", 500),
  threshold(bay:metric "operate_time", "<=", "500"),
}
