"""Django's PostgreSQL backend, with deadlines: the ENGINE of DATABASES is "cms.postgresql"."""

from django.db.backends.postgresql import base

import psycopg

from cms.deadline import OverdueError, Silence, deadline_seconds, within

silence = Silence()


class Connection(psycopg.Connection):
    """A connection that is closed where the server lets a deadline pass: what comes next on it would belong to nobody."""

    def wait(self, gen, *args, **kwargs):
        """As psycopg's, until the deadline; then OverdueError."""
        seconds = deadline_seconds()
        if seconds is None:
            return super().wait(gen, *args, **kwargs)
        try:
            return super().wait(within(gen, seconds=seconds), *args, **kwargs)
        except OverdueError:
            silence.note()
            self.pgconn.finish()
            raise


class Driver:
    """psycopg as Django asks for it, except that its connections are ours."""

    connect = staticmethod(Connection.connect)

    def __getattr__(self, name: str):
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects within the deadline too, and not at all where the server was silent a moment ago."""

    Database = Driver()

    def get_new_connection(self, conn_params):
        """As Django's. Raises OverdueError, an OperationalError."""
        seconds = deadline_seconds()
        if seconds is None:
            return super().get_new_connection(conn_params)
        silence.check()
        try:
            connection = super().get_new_connection(conn_params | {"connect_timeout": max(2, round(seconds))})
        except psycopg.OperationalError:
            silence.note()
            raise
        silence.end()
        return connection
