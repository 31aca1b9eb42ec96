"""What a session's draft says that its facts do not, and what it lacks: told while it is written."""
