tests_unit_SOURCES += \
	tests/sim/acsi/codec/test_report.c \
	tests/sim/acsi/report_oracle.c tests/sim/acsi/report_oracle.h \
	tests/sim/acsi/report_oracle_write.c \
	tests/sim/acsi/report_run.c tests/sim/acsi/report_run.h \
	tests/sim/acsi/station.c tests/sim/acsi/station.h \
	tests/sim/acsi/test_report_buffer.c \
	tests/sim/acsi/test_report_control.c \
	tests/sim/acsi/test_report_encode.c \
	tests/sim/acsi/test_report_keep.c \
	tests/sim/acsi/test_report_property.c \
	tests/sim/acsi/test_report_reserve.c \
	tests/sim/acsi/test_report_trigger.c
tests_unit_SOURCES += tests/sim/acsi/test_logging.c
tests_unit_SOURCES += \
	tests/sim/acsi/test_publication.c \
	tests/sim/acsi/test_setting_group.c
tests_unit_SOURCES += tests/sim/acsi/plant.c tests/sim/acsi/plant.h
tests_unit_SOURCES += tests/sim/acsi/test_mode.c
tests_unit_SOURCES += tests/sim/acsi/test_process.c
tests_unit_SOURCES += tests/sim/acsi/test_time_quality.c
tests_unit_SOURCES += tests/sim/acsi/test_control_service.c tests/sim/acsi/yard.c tests/sim/acsi/yard.h
tests_unit_SOURCES += tests/sim/acsi/test_counter.c
tests_unit_SOURCES += tests/sim/acsi/test_deadband.c
tests_unit_SOURCES += tests/sim/acsi/test_control_check.c tests/sim/acsi/test_control_process.c tests/sim/acsi/test_control_state.c
tests_unit_SOURCES += tests/sim/acsi/codec/test_control.c
tests_unit_SOURCES += tests/sim/acsi/test_control_track.c tests/sim/acsi/test_tracking.c
tests_unit_SOURCES += tests/sim/acsi/test_control_conformance.c tests/sim/acsi/test_control_models.c
tests_unit_SOURCES += tests/sim/acsi/test_control_walk.c
tests_unit_SOURCES += tests/sim/acsi/test_shown.c
tests_unit_SOURCES += tests/sim/acsi/test_report_fault.c
tests_unit_SOURCES += tests/sim/acsi/test_control_gate.c
