"""Where sessions are kept: Django's own table, read by a statement that is not written anew with every request."""

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

STATEMENT = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def load(self):
        """What the session holds; {} for one that is over, or never was."""
        row = None
        if self.session_key and self.session_key.isalnum():  # what else a cookie may say is no key
            with connection.cursor() as cursor:
                cursor.execute(STATEMENT, [self.session_key, timezone.now()])
                row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
