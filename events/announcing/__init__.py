"""The announcement of a session: mail, poster and social text from one value per language."""
