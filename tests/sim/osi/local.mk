tests_unit_SOURCES += \
	tests/sim/osi/bench.c tests/sim/osi/bench.h \
	tests/sim/osi/test_tpkt.c \
	tests/sim/osi/test_cotp.c \
	tests/sim/osi/test_session.c \
	tests/sim/osi/test_presentation.c \
	tests/sim/osi/test_acse.c \
	tests/sim/osi/test_stack.c
