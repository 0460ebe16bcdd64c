--! 10: LD0/MMXU1.TotW.mag.f takes FLOAT32, not the string "much"
--! 11: LD0/XCBR1.Pos takes Dbpos (on, off, intermediate, bad), not the string "ajar"
--! 12: LD0/XCBR1.Pos takes Dbpos (on, off, intermediate, bad), not true
--! 13: LD0/PTOC1.Op.general takes BOOLEAN, not the number 1
--! 14: LD0/XCBR1.OpCnt takes INT32, not the number 1.5
--! 15: LD0/LLN0.Beh takes one of on, blocked, test, test/blocked, off, not the string "onn"
--! 16: LD0/XCBR1.Pos: { } gives nothing: it needs value, q or t
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
return scenario {
  at "1s" { set(bay, "LD0/MMXU1.TotW.mag.f", "much"),
            set(bay, "LD0/XCBR1.Pos", "ajar"),
            set(bay, "LD0/XCBR1.Pos", true),
            set(bay, "LD0/PTOC1.Op.general", 1),
            set(bay, "LD0/XCBR1.OpCnt", 1.5),
            set(bay, "LD0/LLN0.Beh", "onn"),
            set(bay, "LD0/XCBR1.Pos", {}) },
}
