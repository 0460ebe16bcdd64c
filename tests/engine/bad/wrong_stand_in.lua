--! 9: stand_in takes a name and a function, not the string "nobody" and nothing
--! 10: stand_in: its name cannot be "none": --stand-in none means nobody
--! 11: stand_in: fails is a text, or a list of up to 16
--! 12: stand_in: fails is a text, or a list of up to 16
--! 14: stand_in: what "twice" fails in stands with its first function
--! 15: stand_in has no option fail (did you mean fails?)
local bay = ied { scl = "feeder.cid" }
return scenario { duration = "9s", expect(bay:associated()),
  stand_in("nobody"),
  stand_in("none", function() end),
  stand_in("A", { fails = {} }, function() end),
  stand_in("B", { fails = { "x", 5 } }, function() end),
  stand_in("twice", { fails = "x" }, function() end),
  stand_in("twice", { fails = "y" }, function() end),
  stand_in("C", { fail = "x" }, function() end),
}
