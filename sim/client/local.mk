libsim_a_SOURCES += sim/client/client.h
