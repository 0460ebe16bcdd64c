-- A buffer that never held an entry cannot prove that none is lost: exit 1.
local bay    = ied { scl = "feeder.cid" }
local status = bay:rcb "LD0/LLN0.BR.brcbStatus01"
local prot   = bay:rcb "LD0/LLN0.BR.brcbProt"

return scenario {
  allow_no_client = true,
  never(status:entry_lost()),
  never(status:buffer_overflowed()),
  never(prot:entry_lost()),
  never(prot:buffer_overflowed(), { within = "50ms" }),
  at "0s" { set(bay, "LD0/XCBR1.Pos", "off") },
  duration = "150ms",
}
