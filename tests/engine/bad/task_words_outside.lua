--! 7: sleep is for tasks
--! 8: client.connect is for tasks
--! 9: FEEDER1["LD0/XCBR1.Pos"] is read in tasks
--! 10: FEEDER1["LD0/XCBR1.Pos"] = ... is for tasks: write set(FEEDER1, "LD0/XCBR1.Pos", ...)
--! 11: client has no word conect (did you mean connect?)
local bay = ied { scl = "substation.scd", name = "FEEDER1" }
sleep "1s"
local x = client.connect(bay)
local y = bay["LD0/XCBR1.Pos"]
bay["LD0/XCBR1.Pos"] = "on"
local z = client.conect
return scenario { never(bay:aborted()) }
