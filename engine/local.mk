libengine_a_SOURCES += \
	engine/commands/check.c engine/commands/check.h engine/commands/check_scl.c \
	engine/addresses.c engine/addresses.h \
	engine/animate.c engine/animate.h \
	engine/commands/serve.c \
	engine/version.c engine/version.h

bin_PROGRAMS += iedbench
iedbench_SOURCES = engine/main.c engine/command.h
iedbench_LDADD = libengine.a libsim.a $(GLIB_LIBS) $(LUA_LIBS) $(LIBXML_LIBS)
libengine_a_SOURCES += \
	engine/commands/browse.c engine/commands/browse.h \
	engine/commands/browse_tree.c engine/commands/browse_walk.c \
	engine/commands/client_options.c engine/commands/client_options.h \
	engine/commands/client_session.c \
	engine/commands/client_target.c engine/commands/client_target.h \
	engine/commands/identify.c engine/commands/read.c engine/commands/write.c \
	engine/commands/table.c engine/commands/table.h
