"""Has caches in front of the site forget what a change touches."""
