libsim_a_SOURCES += \
	sim/osi/stack.c sim/osi/stack.h \
	sim/osi/layer.h \
	sim/osi/tpkt.c \
	sim/osi/cotp.c \
	sim/osi/session.c \
	sim/osi/presentation.c \
	sim/osi/contexts.c sim/osi/contexts.h \
	sim/osi/acse.c
