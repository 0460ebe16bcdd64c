libsim_a_SOURCES += \
	sim/base/clock.c sim/base/clock.h \
	sim/base/event.c sim/base/event.h \
	sim/base/gate.c sim/base/gate.h \
	sim/base/pdu.c sim/base/pdu.h \
	sim/base/prng.c sim/base/prng.h \
	sim/base/slice.h
libsim_a_SOURCES += sim/base/json.c sim/base/json.h
libsim_a_SOURCES += sim/base/store.c sim/base/store.h sim/base/store_memory.c sim/base/store_type.h
