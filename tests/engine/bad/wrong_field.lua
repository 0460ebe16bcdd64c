--! 14: value: no such test: "=<"; there are < <= > >= == ~= like contains in
--! 15: value: "<" compares with a number, not the string "10"
--! 16: value: "like" compares with a text, not the number 5
--! 17: value: "in" compares with a list, not the string "on"
--! 18: value: a test is a sign and a value such as { "<", 10 }, not the number 10
--! 19: value: a test is a sign and a value such as { "<", 10 }
--! 20: browsed has no value
--! 21: read: no such value: object-acess-denied (did you mean object-access-denied?)
--! 22: read: its value is a text such as "success", no number
--! 23: enabled has no option valeu (did you mean value?)
--! 24: associated: where takes a function, not true
local bay = ied { scl = "feeder.cid" }  local rcb = bay:rcb "LD0/LLN0.BR.brcbStatus"
return scenario { duration = "9s",
  never(rcb:report_sent { value = { "=<", 10 } }),
  never(rcb:report_sent { value = { "<", "10" } }),
  never(rcb:report_sent { value = { "like", 5 } }),
  never(bay:changed("LD0/XCBR1.Pos", { value = { "in", "on" } })),
  never(rcb:report_sent { value = { 10, "<" } }),
  never(rcb:report_sent { value = {} }),
  never(bay:browsed { value = "x" }),
  never(bay:read("LD0/XCBR1.Pos", { value = { "in", { "object-acess-denied" } } })),
  never(bay:read("LD0/XCBR1.Pos", { value = { "<", 5 } })),
  never(rcb:enabled { valeu = 5 }),
  never(bay:associated { where = true }),
}
