libsim_a_SOURCES += \
	sim/net/connect.c \
	sim/net/connection.c sim/net/connection.h \
	sim/net/ends.c \
	sim/net/listener.c sim/net/listener.h \
	sim/net/loop.c sim/net/loop.h \
	sim/net/pipe.c sim/net/pipe.h \
	sim/net/transport.h
libsim_a_SOURCES += sim/net/forsake.c
