# The station that scenarios use is installed; the small files for tests are only distributed.
nobase_dist_pkgdata_DATA += testdata/scl/substation.scd testdata/scl/feeder.cid
EXTRA_DIST += testdata/pdu/client/type_mv.hex testdata/pdu/client/data_mv.hex
EXTRA_DIST += \
	testdata/pdu/acse/accept.hex \
	testdata/pdu/acse/connect.hex \
	testdata/pdu/acse/connect_plain.hex \
	testdata/pdu/cotp/cc.hex \
	testdata/pdu/cotp/cr.hex \
	testdata/pdu/presentation/bad_no_normal_mode_252.hex \
	testdata/pdu/presentation/bad_not_advancing_21159.hex \
	testdata/pdu/presentation/data.hex \
	testdata/pdu/presentation/data_indefinite.hex \
	testdata/pdu/presentation/data_two_pdvs.hex \
	testdata/pdu/session/ab.hex \
	testdata/pdu/session/bad_data_unconnected_492.hex \
	testdata/pdu/session/bad_data_unconnected_496.hex \
	testdata/pdu/session/bad_no_user_data_368.hex \
	testdata/pdu/session/dn.hex \
	testdata/pdu/session/fn.hex
EXTRA_DIST += testdata/pdu/data/boolean.hex testdata/pdu/data/dbpos.hex testdata/pdu/data/entry_time.hex \
	testdata/pdu/data/float32.hex testdata/pdu/data/float64.hex testdata/pdu/data/int32.hex \
	testdata/pdu/data/int32u.hex testdata/pdu/data/int64.hex testdata/pdu/data/int64u.hex \
	testdata/pdu/data/int8.hex testdata/pdu/data/int8u.hex testdata/pdu/data/octet6.hex \
	testdata/pdu/data/octet64.hex testdata/pdu/data/quality.hex testdata/pdu/data/unicode.hex \
	testdata/pdu/data/utc_time.hex testdata/pdu/data/visible.hex testdata/pdu/data/wye.hex
