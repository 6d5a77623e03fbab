"""Housekeeping: one weekly asset, its job, and its request kind."""
