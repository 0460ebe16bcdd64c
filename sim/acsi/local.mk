libsim_a_SOURCES += \
	sim/acsi/codec/report.c sim/acsi/codec/report.h \
	sim/acsi/report_body.c \
	sim/acsi/report_buffer.c sim/acsi/report_buffer.h \
	sim/acsi/report_control.c \
	sim/acsi/report_encode.c \
	sim/acsi/report_reserve.c \
	sim/acsi/report_send.c \
	sim/acsi/report_set.c sim/acsi/report_set.h \
	sim/acsi/report_state.c \
	sim/acsi/report_trigger.c \
	sim/acsi/reporting.c sim/acsi/reporting.h \
	sim/acsi/reporting_private.h
libsim_a_SOURCES += sim/acsi/server.h
libsim_a_SOURCES += sim/acsi/server.c
libsim_a_SOURCES += sim/acsi/time_quality.c sim/acsi/time_quality.h
libsim_a_SOURCES += sim/acsi/attribute.c sim/acsi/attribute.h
libsim_a_SOURCES += sim/acsi/log_control.c sim/acsi/log_query.c sim/acsi/log_trigger.c sim/acsi/logging.c sim/acsi/logging.h sim/acsi/logging_private.h
libsim_a_SOURCES += sim/acsi/report_entry.c sim/acsi/report_keep.c
libsim_a_SOURCES += \
	sim/acsi/publication.c sim/acsi/publication.h \
	sim/acsi/setting_bank.c sim/acsi/setting_bank.h \
	sim/acsi/setting_group.c sim/acsi/setting_group.h \
	sim/acsi/setting_range.c sim/acsi/setting_range.h
libsim_a_SOURCES += sim/acsi/data.c sim/acsi/data.h
libsim_a_SOURCES += sim/acsi/mode.c sim/acsi/mode.h
libsim_a_SOURCES += sim/acsi/process.c sim/acsi/process.h
libsim_a_SOURCES += sim/acsi/codec/control.c sim/acsi/codec/control.h sim/acsi/codec/control_names.c sim/acsi/codec/control_names.h
libsim_a_SOURCES += sim/acsi/control.h sim/acsi/control_private.h sim/acsi/controls.c
libsim_a_SOURCES += sim/acsi/control_authority.c sim/acsi/control_check.c sim/acsi/control_default.c sim/acsi/control_event.c
libsim_a_SOURCES += sim/acsi/control_execute.c sim/acsi/control_mode.c sim/acsi/control_near.c sim/acsi/control_object.c
libsim_a_SOURCES += sim/acsi/control_process.c sim/acsi/control_service.c sim/acsi/control_stage.c sim/acsi/control_state.c
libsim_a_SOURCES += sim/acsi/control_time.c
libsim_a_SOURCES += sim/acsi/counter.c sim/acsi/counter.h
libsim_a_SOURCES += sim/acsi/deadband.c sim/acsi/deadband.h
libsim_a_SOURCES += sim/acsi/peer.c sim/acsi/peer.h
libsim_a_SOURCES += sim/acsi/tracking.c sim/acsi/tracking.h sim/acsi/tracking_block.c sim/acsi/tracking_private.h
libsim_a_SOURCES += sim/acsi/tracking_record.c sim/acsi/tracking_service.c sim/acsi/control_track.c
libsim_a_SOURCES += sim/acsi/log_keep.c
libsim_a_SOURCES += sim/acsi/control_lint.c
libsim_a_SOURCES += sim/acsi/shown.c sim/acsi/shown.h
libsim_a_SOURCES += sim/acsi/report_fault.c
libsim_a_SOURCES += sim/acsi/control_gate.c
libsim_a_SOURCES += sim/acsi/process_behaviour.c sim/acsi/process_held.c sim/acsi/process_private.h
libsim_a_SOURCES += sim/acsi/control_class.c sim/acsi/control_class.h sim/acsi/control_unasked.c
