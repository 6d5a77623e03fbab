"""Made images of text lines: texts, fonts, rendering, and the damage that scanners do."""
