"""Who may use the console: accounts, sessions and one-time sign-in links. Passwords and secrets come hashed."""
