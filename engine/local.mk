libengine_a_SOURCES += \
	engine/commands/check.c engine/commands/check.h engine/commands/check_scl.c \
	engine/addresses.c engine/addresses.h \
	engine/version.c engine/version.h

bin_PROGRAMS += iedbench
iedbench_SOURCES = engine/main.c engine/command.h
iedbench_LDADD = libengine.a libsim.a $(GLIB_LIBS) $(LUA_LIBS) $(LIBXML_LIBS)
