libsim_a_SOURCES += sim/vmd/access.c
libsim_a_SOURCES += sim/vmd/list_define.c
libsim_a_SOURCES += sim/vmd/list_place.c
libsim_a_SOURCES += sim/vmd/name_walk.c sim/vmd/name_walk.h
libsim_a_SOURCES += sim/vmd/names.c
libsim_a_SOURCES += sim/vmd/variable.c
libsim_a_SOURCES += sim/vmd/variable_list.c
libsim_a_SOURCES += sim/vmd/vmd_ied.c sim/vmd/vmd_ied.h sim/vmd/vmd_ied_private.h
