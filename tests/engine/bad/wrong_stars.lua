--! 10: changed: nothing of FEEDER1 fits "XSWI*.Pos"
--! 11: read: nothing of FEEDER1 fits "XCBR*.Positio*"
--! 12: control: nothing fits "XCBR*.CBOpCap"
--! 13: rcb: nothing fits "LLN0.RP.brcb*"
--! 14: rcb: nothing fits "LLN0.XX.brcb*"
--! 15: control has no option by
--! 16: wrote: nothing of any IED of feeder.cid fits "LD1/*.*"
local bay, all = ied { scl = "feeder.cid" }, station { scl = "feeder.cid" }
return scenario { duration = "1s",
  never(bay:changed "XSWI*.Pos"),
  never(bay:read "XCBR*.Positio*"),
  never(bay:control("XCBR*.CBOpCap"):operated()),
  never(bay:rcb("LLN0.RP.brcb*"):enabled()),
  never(bay:rcb("LLN0.XX.brcb*"):enabled()),
  never(bay:control("CSWI*.Pos", { by = "scenario" }):operated()),
  never(all:wrote "LD1/*.*"),
}
