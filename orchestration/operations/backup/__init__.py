"""Backups of a home: making one while everything runs, and bringing one back. The command line is elsewhere."""
