"""The editors' guide inside the admin: tasks, each in at most five steps."""
