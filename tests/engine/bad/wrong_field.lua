--! 16: value: no such test: "=<"; there are < <= > >= == ~= like contains in
--! 17: value: "<" compares with a number, not the string "10"
--! 18: value: "like" compares with a text, not the number 5
--! 19: value: "in" compares with a list, not the string "on"
--! 20: value: a test is a sign and a value such as { "<", 10 }, not the number 10
--! 21: value: a test is a sign and a value such as { "<", 10 }
--! 22: browsed has no value
--! 23: read: no such value: object-acess-denied (did you mean object-access-denied?)
--! 24: read: its value is a text such as "success", no number
--! 25: enabled has no option valeu (did you mean value?)
--! 26: associated: where takes a function, not true
--! 27: changed: LD0/XCBR1.Pos.stVal is never "onn"
--! 28: changed: LD0/LLN0.Mod.stVal is never "of"
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
  never(bay:changed("LD0/XCBR1.Pos", { value = { "in", { "off", "onn" } } })),
  never(bay:changed("LD0/LLN0.Mod", { value = "of" })),
}
