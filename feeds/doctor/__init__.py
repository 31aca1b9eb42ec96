"""The feed doctor in the admin: every feed, whether it is valid, how large it is, and what could not be delivered."""
