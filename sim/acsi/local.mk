libsim_a_SOURCES += \
	sim/acsi/codec/report.c sim/acsi/codec/report.h
