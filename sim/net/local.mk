libsim_a_SOURCES += sim/net/loop.h sim/net/listener.h sim/net/connection.h
