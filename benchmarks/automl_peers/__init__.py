"""The best of our models beside FLAML and AutoGluon with the same time, on the same held-out rows."""
