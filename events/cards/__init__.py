"""The picture of a session or a cycle that other sites show beside a link to it."""
