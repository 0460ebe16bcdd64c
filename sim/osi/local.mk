libsim_a_SOURCES += sim/osi/stack.h
