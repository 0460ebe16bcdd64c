tests_unit_SOURCES += \
	tests/sim/net/test_connection.c \
	tests/sim/net/test_listener.c \
	tests/sim/net/test_loop.c \
	tests/sim/net/turns.h
