libsim_a_SOURCES += sim/ied.h
