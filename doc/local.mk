EXTRA_DIST += doc/scl.md
EXTRA_DIST += doc/scenarios.md doc/first-run.svg
EXTRA_DIST += doc/reporting.md
EXTRA_DIST += doc/settings.md
EXTRA_DIST += doc/data.md
EXTRA_DIST += doc/control.md
EXTRA_DIST += doc/logs.md
EXTRA_DIST += doc/faults.md
EXTRA_DIST += doc/traffic.md
EXTRA_DIST += doc/results.md
EXTRA_DIST += doc/expectations.md
EXTRA_DIST += doc/system-under-test.md
EXTRA_DIST += doc/tracking.md
EXTRA_DIST += doc/libraries.md
# The Lua reference is made from the rows of the words and from the comments of the libraries.
lua_libraries = $(wildcard $(srcdir)/lua/iedbench/*.lua)
doc/lua-reference.md: iedbench$(EXEEXT) build-aux/lua-reference.py $(lua_libraries)
	$(AM_V_GEN)$(MKDIR_P) doc && $(PYTHON3) $(srcdir)/build-aux/lua-reference.py ./iedbench$(EXEEXT) $(srcdir)/lua/iedbench >$@.new && mv $@.new $@
EXTRA_DIST += build-aux/lua-reference.py
CLEANFILES += doc/lua-reference.md doc/lua-reference.md.new
if HAVE_PYTHON3
doc_DATA = doc/lua-reference.md
endif
EXTRA_DIST += doc/personalities.md
