tests_unit_SOURCES += tests/sim/client/test_type.c
tests_unit_SOURCES += tests/sim/client/test_data.c
