libsim_a_SOURCES += \
	sim/client/call.c \
	sim/client/client.c \
	sim/client/client.h \
	sim/client/device.c \
	sim/client/internal.h \
	sim/client/lists.c \
	sim/client/members.c \
	sim/client/members.h \
	sim/client/names.c \
	sim/client/type.c \
	sim/client/type_match.c \
	sim/client/variables.c
