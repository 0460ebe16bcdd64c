libsim_a_SOURCES += \
	sim/net/connection.c sim/net/connection.h \
	sim/net/listener.c sim/net/listener.h \
	sim/net/loop.c sim/net/loop.h \
	sim/net/pipe.c sim/net/pipe.h \
	sim/net/transport.h
