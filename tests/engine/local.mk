tests_unit_SOURCES += tests/engine/test_addresses.c
