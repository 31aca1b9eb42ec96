"""The editors' guide inside the admin: eight tasks, each in at most five steps."""
