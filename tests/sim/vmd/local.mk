tests_unit_SOURCES += tests/sim/vmd/fixture.c tests/sim/vmd/fixture.h
tests_unit_SOURCES += tests/sim/vmd/test_access.c tests/sim/vmd/test_names.c
tests_unit_SOURCES += tests/sim/vmd/test_variable.c tests/sim/vmd/test_variable_list.c
