tests_unit_SOURCES += tests/sim/model/test_timestamp.c
