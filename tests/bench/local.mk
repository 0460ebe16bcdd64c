# Figures for people: make bench [BENCH_SCL='file ...'].
EXTRA_PROGRAMS += tests/bench/echo tests/bench/load
tests_bench_echo_SOURCES = tests/bench/echo.c
tests_bench_load_SOURCES = tests/bench/load.c tests/bench/wire.c tests/bench/wire.h
EXTRA_PROGRAMS += tests/bench/report
tests_bench_report_SOURCES = tests/bench/report.c tests/bench/receiver.c tests/bench/receiver.h tests/bench/wire.c tests/bench/wire.h
tests_bench_report_LDADD = libsim.a $(GLIB_LIBS) $(LIBXML_LIBS) $(SQLITE_LIBS)
EXTRA_DIST += tests/bench/bench.py tests/bench/reports.py
CLEANFILES += $(EXTRA_PROGRAMS)

.PHONY: bench
bench: iedbench$(EXEEXT) tests/bench/echo$(EXEEXT) tests/bench/load$(EXEEXT) tests/bench/report$(EXEEXT)
	python3 $(srcdir)/tests/bench/bench.py $(builddir) $(srcdir) $(BENCH_SCL)
EXTRA_DIST += tests/bench/moving.py
EXTRA_DIST += tests/bench/gates.py

.PHONY: bench-gates
bench-gates:
	python3 $(srcdir)/tests/bench/gates.py $(srcdir) $(builddir)/bench-gates
