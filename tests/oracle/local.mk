# What judges our bytes without sharing a line with our sources.
TESTS += tests/oracle/test_report_decoder.py
EXTRA_DIST += tests/oracle/test_report_decoder.py tests/oracle/report_decoder.py tests/oracle/reports.py tests/oracle/capture.py \
	tests/oracle/recorder.py tests/oracle/compare.py
TESTS += tests/oracle/test_controls.py
EXTRA_DIST += tests/oracle/test_controls.py tests/oracle/controls.py
