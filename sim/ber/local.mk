libsim_a_SOURCES += \
	sim/ber/ber.h \
	sim/ber/reader.c sim/ber/reader.h \
	sim/ber/writer.c sim/ber/writer.h
