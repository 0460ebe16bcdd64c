libsim_a_SOURCES += sim/mms/association.h sim/mms/error.h sim/mms/service.h sim/mms/vmd/vmd.h
