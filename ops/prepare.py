"""Brings the database up to date before the system starts: checks, migrations, rights, and on demand demonstration data."""

import argparse
import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from ops.place import say, stored

RIGHTS = Path(__file__).with_name("roles.sql")


def prepare() -> int:
    """With `--demo FILE` the demonstration data are loaded where there are none and the accounts written to FILE."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", type=Path, metavar="FILE")
    options = parser.parse_args()
    given = os.environ if os.environ.get("DATABASE_URL") else stored()
    daily = given.get("DATABASE_URL", "")
    os.environ["DATABASE_URL"] = given.get("DATABASE_OWNER_URL") or daily
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # slow, and only now does the environment name the owner
    from django.conf import settings
    from django.core.management import CommandError, call_command

    settings.SILENCED_SYSTEM_CHECKS += ["config.W001", "config.W002"]  # here the owner is meant
    django.setup()
    try:
        call_command("check", deploy=options.demo is None, fail_level="ERROR", databases=["default"], stdout=StringIO())
        say("更新数据表 …")
        call_command("migrate", interactive=False, verbosity=0)
        grant(daily)
        if options.demo:
            say("检查演示数据 …")
            call_command("load_demo", if_empty=True)
            accounts = StringIO()
            call_command("demo_accounts", stdout=accounts)
            options.demo.write_text(accounts.getvalue())
    except CommandError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def grant(daily: str) -> None:
    """Give the role of DATABASE_URL the rights of daily work: it may change rows, never the tables."""
    from django.db import connection, transaction
    from environ import Env
    from psycopg2.sql import SQL, Identifier

    role = Env.db_url_config(daily).get("USER")
    if not role or role == connection.settings_dict["USER"]:
        print(
            "提示：未设置 DATABASE_OWNER_URL，程序以数据表所有者的身份运行。正式使用请设两个数据库用户，见 docs/deploy.md。",
            file=sys.stderr,
        )
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL(RIGHTS.read_text()).format(role=Identifier(role)))
        for table, moves in append_only():
            cursor.execute(
                SQL("REVOKE {moves} ON {table} FROM {role}").format(moves=SQL(moves), table=Identifier(table), role=Identifier(role))
            )


def append_only() -> Iterator[tuple[str, str]]:
    """Tables whose rows a trigger protects under all conditions, and from what ("UPDATE, DELETE"): the right is taken away as well."""
    from pgtrigger import Protect, registered

    for model, trigger in registered():
        if isinstance(trigger, Protect) and trigger.condition is None:
            yield model._meta.db_table, str(trigger.operation).replace(" OR ", ", ")


if __name__ == "__main__":
    sys.exit(prepare())
