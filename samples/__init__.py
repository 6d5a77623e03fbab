"""Made-up tables and pages: what `saebyeok demo` shows."""
