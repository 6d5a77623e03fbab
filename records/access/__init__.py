"""Who may use the console: accounts and one-time sign-in links. Passwords and secrets come hashed."""
