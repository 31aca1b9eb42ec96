"""Drafts for a front end of another origin. See README.md."""
