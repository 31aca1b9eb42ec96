"""SQLite for web processes: no request waits longer for its file than its deadline."""
