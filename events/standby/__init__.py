"""The way into the next meetings while the database is away."""
