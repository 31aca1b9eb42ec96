"""Django's SQLite backend, with deadlines: the ENGINE of DATABASES is "cms.sqlite"."""

import sqlite3

from django.db.backends.sqlite3 import base

from cms.deadline import OverdueError, Silence, deadline_seconds

silence = Silence()


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits for a locked file no longer than the deadline, and not at all where it was locked against everybody a moment ago.

    A deadline longer than OPTIONS' timeout changes nothing. It is that of the block in which the connection begins: of a request.
    """

    def get_new_connection(self, conn_params):
        """As Django's. Raises sqlite3.OperationalError where the file cannot be read."""
        seconds = deadline_seconds()
        if seconds is None:
            return super().get_new_connection(conn_params)
        try:
            silence.check()
        except OverdueError as error:
            raise sqlite3.OperationalError(str(error)) from error
        try:
            # The first statement, of init_command, is the first that waits.
            connection = super().get_new_connection(
                conn_params | {"timeout": min(conn_params.get("timeout", seconds), seconds)}
            )
        except sqlite3.OperationalError:
            silence.note()
            raise
        silence.end()
        return connection
