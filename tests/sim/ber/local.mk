tests_unit_SOURCES += tests/sim/ber/test_reader.c tests/sim/ber/test_writer.c
