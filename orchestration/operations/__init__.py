"""What people do to a whole home: back it up, restore, migrate, upgrade, purge and examine it."""
