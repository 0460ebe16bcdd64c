--! 4: out of memory (the memory budget is used up)
local list = {}
for i = 1, 1e9 do
  list[i] = ("x"):rep(100000) .. i
end
