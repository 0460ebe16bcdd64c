tests_unit_SOURCES += tests/sim/store/test_store.c
