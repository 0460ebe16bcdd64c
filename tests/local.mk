# The unit tests are one CUnit program; a suite registers itself (tests/test.h), so a new test is one line here.
if HAVE_CUNIT
check_PROGRAMS += tests/unit
TESTS += tests/unit
endif
tests_unit_CPPFLAGS = $(AM_CPPFLAGS) $(CUNIT_CFLAGS)
tests_unit_LDADD = libengine.a libsim.a $(GLIB_LIBS) $(LUA_LIBS) $(LIBXML_LIBS) $(CUNIT_LIBS)
tests_unit_SOURCES += tests/test.c tests/test.h tests/hex.c tests/hex.h tests/path.c tests/path.h
tests_unit_SOURCES += tests/sim/test_ied.c tests/sim/test_ied_association.c tests/sim/bay.c tests/sim/bay.h tests/sim/moments.c tests/sim/moments.h tests/sim/test_report_moments.c tests/bench/wire.c tests/bench/wire.h

include tests/lint/local.mk
include tests/sim/base/local.mk
include tests/sim/ber/local.mk
include tests/sim/net/local.mk
include tests/sim/osi/local.mk
include tests/sim/mms/local.mk
include tests/sim/model/local.mk
include tests/sim/scl/local.mk
include tests/sim/vmd/local.mk
include tests/sim/acsi/local.mk
include tests/sim/client/local.mk
include tests/sim/store/local.mk
include tests/engine/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/oracle/local.mk
include tests/e2e/local.mk
tests_unit_LDADD += $(SQLITE_LIBS)
tests_unit_SOURCES += tests/sim/test_ied_power.c
tests_unit_LDADD += $(JSON_GLIB_LIBS)
include tests/conformance/local.mk
tests_unit_SOURCES += tests/sim/test_ied_fault_device.c
