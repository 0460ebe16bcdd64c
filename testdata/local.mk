# The station that scenarios use is installed; the small files for tests are only distributed.
nobase_dist_pkgdata_DATA += testdata/scl/substation.scd testdata/scl/feeder.cid
EXTRA_DIST += testdata/pdu/client/type_mv.hex testdata/pdu/client/data_mv.hex
EXTRA_DIST += testdata/pdu/report/bare_refused.hex testdata/pdu/report/brcb_interrogation.hex testdata/pdu/report/segment_0.hex \
	testdata/pdu/report/segment_1.hex testdata/pdu/report/urcb_data_change.hex
EXTRA_DIST += \
	testdata/pdu/acse/accept.hex \
	testdata/pdu/acse/connect.hex \
	testdata/pdu/acse/connect_plain.hex \
	testdata/pdu/acse/refuse.hex \
	testdata/pdu/cotp/cc.hex \
	testdata/pdu/cotp/cr.hex \
	testdata/pdu/cotp/dr.hex \
	testdata/pdu/cotp/dt_divided.hex \
	testdata/pdu/cotp/er.hex \
	testdata/pdu/presentation/arp.hex \
	testdata/pdu/presentation/bad_no_normal_mode_252.hex \
	testdata/pdu/presentation/bad_not_advancing_21159.hex \
	testdata/pdu/presentation/cpr.hex \
	testdata/pdu/presentation/data.hex \
	testdata/pdu/presentation/data_indefinite.hex \
	testdata/pdu/presentation/data_two_pdvs.hex \
	testdata/pdu/session/ab.hex \
	testdata/pdu/session/ab_protocol_error.hex \
	testdata/pdu/session/ab_user.hex \
	testdata/pdu/session/bad_data_unconnected_492.hex \
	testdata/pdu/session/bad_data_unconnected_496.hex \
	testdata/pdu/session/bad_no_user_data_368.hex \
	testdata/pdu/session/dn.hex \
	testdata/pdu/session/rf.hex \
	testdata/pdu/session/fn.hex \
	testdata/pdu/tpkt/stream.hex
EXTRA_DIST += testdata/pdu/data/boolean.hex testdata/pdu/data/dbpos.hex testdata/pdu/data/entry_time.hex \
	testdata/pdu/data/float32.hex testdata/pdu/data/float64.hex testdata/pdu/data/int32.hex \
	testdata/pdu/data/int32u.hex testdata/pdu/data/int64.hex testdata/pdu/data/int64u.hex \
	testdata/pdu/data/int8.hex testdata/pdu/data/int8u.hex testdata/pdu/data/octet6.hex \
	testdata/pdu/data/octet64.hex testdata/pdu/data/quality.hex testdata/pdu/data/unicode.hex \
	testdata/pdu/data/utc_time.hex testdata/pdu/data/visible.hex testdata/pdu/data/wye.hex
EXTRA_DIST += testdata/scl/features/addresses.scd
EXTRA_DIST += testdata/scl/features/arrays.icd
EXTRA_DIST += testdata/scl/features/bom.cid
EXTRA_DIST += testdata/scl/features/broken.cid
EXTRA_DIST += testdata/scl/features/control_blocks.cid
EXTRA_DIST += testdata/scl/features/controls.cid
EXTRA_DIST += testdata/scl/features/cycles.icd
EXTRA_DIST += testdata/scl/features/data_sets.cid
EXTRA_DIST += testdata/scl/features/deep.cid
EXTRA_DIST += testdata/scl/features/doubling.icd
EXTRA_DIST += testdata/scl/features/duplicate_types.icd
EXTRA_DIST += testdata/scl/features/ed1.icd
EXTRA_DIST += testdata/scl/features/empty.cid
EXTRA_DIST += testdata/scl/features/entities.cid
EXTRA_DIST += testdata/scl/features/enums.icd
EXTRA_DIST += testdata/scl/features/external.cid
EXTRA_DIST += testdata/scl/features/ldname.scd
EXTRA_DIST += testdata/scl/features/missing_types.icd
EXTRA_DIST += testdata/scl/features/nested_sdo.icd
EXTRA_DIST += testdata/scl/features/no_ied.ssd
EXTRA_DIST += testdata/scl/features/no_namespace.icd
EXTRA_DIST += testdata/scl/features/no_server.icd
EXTRA_DIST += testdata/scl/features/not_scl.xml
EXTRA_DIST += testdata/scl/features/prefixed.cid
EXTRA_DIST += testdata/scl/features/private.cid
EXTRA_DIST += testdata/scl/features/report_control.cid
EXTRA_DIST += testdata/scl/features/server_at.scd
EXTRA_DIST += testdata/scl/features/services.cid
EXTRA_DIST += testdata/scl/features/setting_groups.cid
EXTRA_DIST += testdata/scl/features/truncated.cid
EXTRA_DIST += testdata/scl/features/two_servers.cid
EXTRA_DIST += testdata/scl/features/unmatched.cid
EXTRA_DIST += testdata/scl/features/values.cid
EXTRA_DIST += testdata/pdu/mms/initiate_request.hex
EXTRA_DIST += testdata/pdu/mms/initiate_response.hex
EXTRA_DIST += testdata/pdu/mms/initiate_own.hex
EXTRA_DIST += testdata/pdu/mms/initiate_error.hex
EXTRA_DIST += testdata/pdu/mms/status_request.hex
EXTRA_DIST += testdata/pdu/mms/status_response.hex
EXTRA_DIST += testdata/pdu/mms/identify_request.hex
EXTRA_DIST += testdata/pdu/mms/identify_response.hex
EXTRA_DIST += testdata/pdu/mms/get_capability_list_request.hex
EXTRA_DIST += testdata/pdu/mms/get_capability_list_response.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_domains_request.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_domains_response.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_continue_request.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_aa_request.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_aa_response.hex
EXTRA_DIST += testdata/pdu/mms/get_name_list_error.hex
EXTRA_DIST += testdata/pdu/mms/read_request.hex
EXTRA_DIST += testdata/pdu/mms/read_response.hex
EXTRA_DIST += testdata/pdu/mms/read_list_request.hex
EXTRA_DIST += testdata/pdu/mms/read_list_response.hex
EXTRA_DIST += testdata/pdu/mms/read_many_request.hex
EXTRA_DIST += testdata/pdu/mms/read_many_response.hex
EXTRA_DIST += testdata/pdu/mms/read_access_request.hex
EXTRA_DIST += testdata/pdu/mms/read_access_response.hex
EXTRA_DIST += testdata/pdu/mms/read_error.hex
EXTRA_DIST += testdata/pdu/mms/write_request.hex
EXTRA_DIST += testdata/pdu/mms/write_response.hex
EXTRA_DIST += testdata/pdu/mms/write_denied_request.hex
EXTRA_DIST += testdata/pdu/mms/write_denied_response.hex
EXTRA_DIST += testdata/pdu/mms/write_list_request.hex
EXTRA_DIST += testdata/pdu/mms/write_list_response.hex
EXTRA_DIST += testdata/pdu/mms/write_oper_request.hex
EXTRA_DIST += testdata/pdu/mms/get_variable_access_attributes_request.hex
EXTRA_DIST += testdata/pdu/mms/get_variable_access_attributes_response.hex
EXTRA_DIST += testdata/pdu/mms/define_named_variable_list_request.hex
EXTRA_DIST += testdata/pdu/mms/define_named_variable_list_response.hex
EXTRA_DIST += testdata/pdu/mms/get_named_variable_list_attributes_request.hex
EXTRA_DIST += testdata/pdu/mms/get_named_variable_list_attributes_response.hex
EXTRA_DIST += testdata/pdu/mms/get_named_variable_list_attributes_access_response.hex
EXTRA_DIST += testdata/pdu/mms/delete_named_variable_list_request.hex
EXTRA_DIST += testdata/pdu/mms/delete_named_variable_list_response.hex
EXTRA_DIST += testdata/pdu/mms/delete_named_variable_list_error.hex
EXTRA_DIST += testdata/pdu/mms/delete_named_variable_list_domain_request.hex
EXTRA_DIST += testdata/pdu/mms/information_report_list.hex
EXTRA_DIST += testdata/pdu/mms/information_report_error.hex
EXTRA_DIST += testdata/pdu/mms/information_report_termination.hex
EXTRA_DIST += testdata/pdu/mms/cancel_request.hex
EXTRA_DIST += testdata/pdu/mms/cancel_response.hex
EXTRA_DIST += testdata/pdu/mms/cancelled_error.hex
EXTRA_DIST += testdata/pdu/mms/cancel_error.hex
EXTRA_DIST += testdata/pdu/mms/conclude_request.hex
EXTRA_DIST += testdata/pdu/mms/conclude_response.hex
EXTRA_DIST += testdata/pdu/mms/conclude_error.hex
EXTRA_DIST += testdata/pdu/mms/reject_unrecognized_service.hex
EXTRA_DIST += testdata/pdu/mms/reject_invalid_pdu.hex
EXTRA_DIST += testdata/pdu/mms/obtain_file_error.hex
EXTRA_DIST += testdata/pdu/mms/read_later_request.hex
EXTRA_DIST += testdata/pdu/mms/write_later_request.hex
EXTRA_DIST += testdata/pdu/access/all.hex testdata/pdu/access/inside.hex testdata/pdu/access/range.hex testdata/pdu/access/several.hex
EXTRA_DIST += testdata/scl/features/lint.cid
EXTRA_DIST += testdata/pdu/report/all_fields.hex testdata/pdu/report/data_change.hex testdata/pdu/report/plain.hex testdata/pdu/report/unbuffered.hex testdata/pdu/report/buffered.hex
EXTRA_DIST += testdata/scl/features/reports.cid
EXTRA_DIST += testdata/scl/features/too_large_node.icd
EXTRA_DIST += testdata/pdu/mms/initialize_journal_request.hex
EXTRA_DIST += testdata/pdu/mms/initialize_journal_response.hex
EXTRA_DIST += testdata/pdu/mms/read_journal_after_request.hex
EXTRA_DIST += testdata/pdu/mms/read_journal_error.hex
EXTRA_DIST += testdata/pdu/mms/read_journal_response.hex
EXTRA_DIST += testdata/pdu/mms/read_journal_time_request.hex
EXTRA_DIST += testdata/pdu/mms/report_journal_status_request.hex
EXTRA_DIST += testdata/pdu/mms/report_journal_status_response.hex
nobase_dist_pkgdata_DATA += testdata/scl/features/data.cid
EXTRA_DIST += testdata/scl/features/logs.cid
EXTRA_DIST += testdata/scl/features/lost_triggers.icd
nobase_dist_pkgdata_DATA += testdata/scl/reporting.cid
EXTRA_DIST += testdata/scl/features/settings.cid
EXTRA_DIST += testdata/scl/controls.scd testdata/scl/controls_ed1.cid
EXTRA_DIST += testdata/pdu/control/cancel_request.hex testdata/pdu/control/last_appl_error_report.hex testdata/pdu/control/oper_analogue_request.hex testdata/pdu/control/oper_timed_request.hex testdata/pdu/control/sbow_request.hex testdata/pdu/control/termination_error_report.hex testdata/pdu/control/termination_report.hex
EXTRA_DIST += testdata/scl/features/tracking.cid
nobase_dist_pkgdata_DATA += testdata/comtrade/float32_2013.cff
EXTRA_DIST += testdata/comtrade/generate.py testdata/comtrade/ascii_1991.cfg testdata/comtrade/ascii_1991.dat \
	testdata/comtrade/ascii_2013.cff testdata/comtrade/binary_1999.cfg testdata/comtrade/binary_1999.dat \
	testdata/comtrade/binary32_2013.CFG testdata/comtrade/binary32_2013.DAT
EXTRA_DIST += testdata/comtrade/bad_byte_order_mark.cff
nobase_dist_pkgdata_DATA += testdata/scl/controls.scd testdata/scl/controls_ed1.cid
