"""Backup and restore: database, media and feed store as one thing (`manage.py backup`, `manage.py restore`)."""
