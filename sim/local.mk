libsim_a_SOURCES += \
	sim/ied.c sim/ied.h \
	sim/ied_acsi.c \
	sim/ied_association.c \
	sim/ied_private.h \
	sim/ied_reports.c
libsim_a_SOURCES += sim/ied_power.c sim/ied_state.c
libsim_a_SOURCES += sim/ied_controls.c
libsim_a_SOURCES += sim/ied_fault.c sim/ied_fault_device.c
libsim_a_SOURCES += sim/osi/title.c
