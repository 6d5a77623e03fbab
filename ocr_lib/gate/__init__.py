"""Whether a new network may replace the one that reads: measured through what serves, decided by rule."""
