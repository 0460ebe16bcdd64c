tests_unit_SOURCES += tests/engine/test_addresses.c
tests_unit_SOURCES += tests/engine/test_text.c tests/engine/bind/test_sandbox.c
tests_unit_SOURCES += tests/engine/commands/test_client_options.c tests/engine/commands/test_table.c
