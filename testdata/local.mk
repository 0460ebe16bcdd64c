# The station that scenarios use is installed; the small files for tests are only distributed.
nobase_dist_pkgdata_DATA += testdata/scl/substation.scd testdata/scl/feeder.cid
