"""The project that puts events and feeds together, and the demo."""
