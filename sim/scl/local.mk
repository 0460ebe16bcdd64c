libsim_a_SOURCES += sim/scl/scl.h
