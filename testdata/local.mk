# The station that scenarios use is installed; the small files for tests are only distributed.
nobase_dist_pkgdata_DATA += testdata/scl/substation.scd testdata/scl/feeder.cid
EXTRA_DIST += testdata/pdu/client/type_mv.hex testdata/pdu/client/data_mv.hex
EXTRA_DIST += \
	testdata/pdu/acse/accept.hex \
	testdata/pdu/acse/connect.hex \
	testdata/pdu/acse/connect_plain.hex \
	testdata/pdu/cotp/cc.hex \
	testdata/pdu/cotp/cr.hex \
	testdata/pdu/presentation/data.hex \
	testdata/pdu/session/ab.hex \
	testdata/pdu/session/dn.hex \
	testdata/pdu/session/fn.hex
