tests_unit_SOURCES += tests/sim/client/test_type.c
tests_unit_SOURCES += tests/sim/client/test_data.c
tests_unit_SOURCES += tests/sim/client/fake_server.c tests/sim/client/fake_server.h tests/sim/client/test_client.c
tests_unit_SOURCES += tests/sim/client/bay.c tests/sim/client/bay.h tests/sim/client/test_resolve.c tests/sim/client/test_walk.c
tests_unit_SOURCES += tests/sim/client/test_report.c
tests_unit_SOURCES += tests/sim/client/test_subscription.c
tests_unit_SOURCES += tests/sim/client/test_control.c
tests_unit_SOURCES += tests/sim/client/test_tracking.c
