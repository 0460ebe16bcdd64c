tests_unit_SOURCES += \
	tests/sim/base/test_clock.c \
	tests/sim/base/test_event.c \
	tests/sim/base/test_gate.c \
	tests/sim/base/test_pdu.c \
	tests/sim/base/test_prng.c
tests_unit_SOURCES += tests/sim/base/test_json.c
