"""What keeps the house small: one asset a week, its job, and which request it serves."""
