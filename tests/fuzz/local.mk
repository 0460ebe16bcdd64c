# A fuzz target runs under libFuzzer with --enable-fuzzing, else it replays its seeds in make check (tests/fuzz/fuzz.h).
FUZZ_TARGETS =
FUZZ_TARGETS += tests/fuzz/fuzz_client
FUZZ_TARGETS += tests/fuzz/fuzz_comtrade
FUZZ_TARGETS += tests/fuzz/fuzz_mms
FUZZ_TARGETS += tests/fuzz/fuzz_model
FUZZ_TARGETS += tests/fuzz/fuzz_osi
FUZZ_TARGETS += tests/fuzz/fuzz_scl
FUZZ_TARGETS += tests/fuzz/fuzz_trace
FUZZ_SECONDS = 60
fuzz_common = tests/fuzz/fuzz.h tests/fuzz/fuzz_seeds.c tests/hex.c tests/hex.h tests/path.c tests/path.h
fuzz_libs = libsim.a $(GLIB_LIBS) $(LIBXML_LIBS) $(SQLITE_LIBS)

if FUZZING
noinst_PROGRAMS += $(FUZZ_TARGETS)
fuzz_driver =
fuzz_flags = $(AM_LDFLAGS) -fsanitize=fuzzer
else
check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)
fuzz_driver = tests/fuzz/fuzz_main.c
fuzz_flags = $(AM_LDFLAGS)
endif

tests_fuzz_fuzz_osi_SOURCES = tests/fuzz/fuzz_osi.c $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_osi_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_osi_LDFLAGS = $(fuzz_flags)

tests_fuzz_fuzz_scl_SOURCES = tests/fuzz/fuzz_scl.c $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_scl_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_scl_LDFLAGS = $(fuzz_flags)

tests_fuzz_fuzz_mms_SOURCES = tests/fuzz/fuzz_mms.c tests/sim/mms/fake_journal.c tests/sim/mms/fake_vmd.c tests/sim/mms/fake_vmd.h $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_mms_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_mms_LDFLAGS = $(fuzz_flags)

tests_fuzz_fuzz_model_SOURCES = tests/fuzz/fuzz_model.c tests/sim/model/check.c tests/sim/model/check.h \
	tests/sim/model/sample.c tests/sim/model/sample.h $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_model_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_model_LDFLAGS = $(fuzz_flags)
tests_fuzz_fuzz_client_SOURCES = tests/fuzz/fuzz_client.c $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_client_LDADD = $(fuzz_libs)
tests_fuzz_fuzz_client_LDFLAGS = $(fuzz_flags)

tests_fuzz_fuzz_comtrade_SOURCES = tests/fuzz/fuzz_comtrade.c $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_comtrade_LDADD = libengine.a $(fuzz_libs)
tests_fuzz_fuzz_comtrade_LDFLAGS = $(fuzz_flags)

tests_fuzz_fuzz_trace_SOURCES = tests/fuzz/fuzz_trace.c $(fuzz_common) $(fuzz_driver)
tests_fuzz_fuzz_trace_LDADD = libengine.a $(fuzz_libs)
tests_fuzz_fuzz_trace_LDFLAGS = $(fuzz_flags)

# What libFuzzer finds stays in tests/fuzz/corpus/ of the build folder, so a next run goes on from there.
.PHONY: fuzz
fuzz: $(FUZZ_TARGETS)
	@for target in $(FUZZ_TARGETS); do \
		corpus=tests/fuzz/corpus/$${target##*/}; $(MKDIR_P) $$corpus; \
		echo "fuzz: $$target, $(FUZZ_SECONDS) s"; \
		abs_top_srcdir='$(abs_top_srcdir)' FUZZ_CORPUS=$$corpus $$target -max_total_time=$(FUZZ_SECONDS) \
			-timeout=60 -rss_limit_mb=2048 -print_final_stats=1 $(FUZZ_FLAGS) -artifact_prefix=tests/fuzz/ $$corpus || exit 1; \
	done

clean-local: clean-fuzz
.PHONY: clean-fuzz
clean-fuzz:
	rm -rf tests/fuzz/corpus
