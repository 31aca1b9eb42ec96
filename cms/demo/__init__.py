"""The demonstration: its content, its drawings, what loads it and what serves it."""
