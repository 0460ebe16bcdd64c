tests_unit_SOURCES += \
	tests/sim/acsi/codec/test_report.c
