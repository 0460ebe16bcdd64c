libsim_a_SOURCES += \
	sim/base/clock.h \
	sim/base/event.h \
	sim/base/gate.c sim/base/gate.h \
	sim/base/pdu.c sim/base/pdu.h \
	sim/base/prng.h \
	sim/base/slice.h
