--! 5: no such word: exspect (did you mean expect?)
--! 9: no such word: slep (did you mean sleep?)
local bay = ied { scl = "feeder.cid" }
return scenario {
  exspect and
  expect(bay:associated(), { within = "1s" }),
  task("late", function()
    -- This line would run much later.
    slep "1s"
  end),
}
