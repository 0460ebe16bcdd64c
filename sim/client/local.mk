libsim_a_SOURCES += \
	sim/client/client.h sim/client/kind.h \
	sim/client/type.c \
	sim/client/type_match.c
