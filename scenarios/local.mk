nobase_dist_pkgdata_DATA += scenarios/first-run.lua
