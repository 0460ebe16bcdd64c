# The station that scenarios use is installed; the small files for tests are only distributed.
nobase_dist_pkgdata_DATA += testdata/scl/substation.scd testdata/scl/feeder.cid
EXTRA_DIST += testdata/pdu/client/type_mv.hex testdata/pdu/client/data_mv.hex
