"""The rights of the role of daily work, as `ops.prepare` grants them."""

import pytest
from django.db import connection

from ops import prepare

pytestmark = pytest.mark.django_db


def rights(table):
    """What the role `app` may do with the rows of a table."""
    found = set()
    with connection.cursor() as cursor:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"):
            cursor.execute("SELECT has_table_privilege('app', %s, %s)", [table, right])
            found |= {right} if cursor.fetchone()[0] else set()
    return found


@pytest.fixture
def app():
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = 'app'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE ROLE app")


def test_role_of_daily_work_changes_rows_and_nothing_else(app):
    for _ in range(2):
        prepare.grant("postgres://app@/tmp/zhengxie")
    assert rights("organizations_unit") == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert rights("django_migrations") == {"SELECT"}


def test_history_can_be_written_and_never_changed(app):
    prepare.grant("postgres://app@/tmp/zhengxie")
    assert "workflow_event" in dict(prepare.append_only())
    for table, taken in prepare.append_only():
        assert rights(table) == {"SELECT", "INSERT", "UPDATE", "DELETE"} - set(taken.split(", "))


def test_one_address_for_all_is_warned_of(app, capsys):
    user = connection.settings_dict["USER"]
    prepare.grant(f"postgres://{user}@/tmp/zhengxie")
    assert "DATABASE_OWNER_URL" in capsys.readouterr().err
    assert rights("workflow_event") == set()
