tests_unit_SOURCES += tests/sim/model/test_timestamp.c
tests_unit_SOURCES += tests/sim/model/sample.c tests/sim/model/sample.h tests/sim/model/test_type.c
tests_unit_SOURCES += tests/sim/model/check.c tests/sim/model/check.h tests/sim/model/test_values.c
tests_unit_SOURCES += tests/sim/model/test_change.c tests/sim/model/test_value_parse.c
tests_unit_SOURCES += tests/sim/model/test_reference.c
tests_unit_SOURCES += tests/sim/model/test_model.c
tests_unit_SOURCES += tests/sim/model/test_strings.c
