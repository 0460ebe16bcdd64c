--! 10: wrote: no such value: object-acess-denied (did you mean object-access-denied?)
--! 11: read: no such value: sucess (did you mean success?)
--! 12: never: by takes a declared client, or an address such as "10.0.0.5" or "[::1]", not the string "scada"
--! 13: associated: by takes a declared client, or an address such as "10.0.0.5" or "[::1]", not the string "10.0.0:5"
--! 14: aborted: by takes a declared client, or an address such as "10.0.0.5" or "[::1]", not the string "[::1"
local bay = ied { scl = "feeder.cid" }
-- What can never be met would let a never pass.
return scenario {
  duration = "1s",
  never(bay:wrote("LD0/MMXU1.TotW.db", { value = "object-acess-denied" })),
  never(bay:read("LD0/XCBR1.Pos", { value = "sucess" })),
  never(bay:aborted(), { by = "scada" }),
  never(bay:associated { by = "10.0.0:5" }),
  never(bay:aborted { by = "[::1" }),
  never(bay:aborted { by = "[::1]:102" }),
  never(bay:aborted { by = "10.0.0.5:40000" }),
}
