libsim_a_SOURCES += sim/store/store_file.c sim/store/store_file.h
