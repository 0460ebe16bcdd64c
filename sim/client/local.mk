libsim_a_SOURCES += \
	sim/client/call.c \
	sim/client/client.c \
	sim/client/client.h \
	sim/client/device.c \
	sim/client/internal.h \
	sim/client/lists.c \
	sim/client/members.c \
	sim/client/members.h \
	sim/client/names.c \
	sim/client/type.c \
	sim/client/type_match.c \
	sim/client/variables.c
libsim_a_SOURCES += sim/client/data_format.c sim/client/data_json.c sim/client/data_parse.c sim/client/leaf.c sim/client/leaf.h sim/client/words.c sim/client/words.h
libsim_a_SOURCES += sim/client/walk.c sim/client/walk.h sim/client/walk_internal.h sim/client/walk_list.c sim/client/walk_variable.c
libsim_a_SOURCES += sim/client/resolve.c
libsim_a_SOURCES += sim/client/leaf_parse.c
libsim_a_SOURCES += sim/client/report.c sim/client/report.h sim/client/report_text.c sim/client/rcb.c sim/client/rcb.h
libsim_a_SOURCES += sim/client/subscription.c sim/client/subscription.h sim/client/subscription_internal.h sim/client/subscribe.c sim/client/subscribe_write.c
libsim_a_SOURCES += sim/client/log.c sim/client/log.h sim/client/log_find.c
libsim_a_SOURCES += sim/client/control.c sim/client/control.h sim/client/control_find.c sim/client/control_internal.h sim/client/control_request.c sim/client/control_value.c
