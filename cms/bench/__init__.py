"""Content for measurements: many sessions, the same for everybody who gives the same numbers."""
