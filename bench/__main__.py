"""Make the data in a database of its own, print the figures, remove the database. SIZE= sets the rows (default 100,000)."""

import os
import shutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings
from django.test.utils import get_runner, setup_test_environment

from bench import assigning, cases, data, lists, papers, reader, reminders, served, statistics


def main():
    setup_test_environment()
    settings.STORE_ROOT = settings.VAR_DIR / "bench-store"
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        reader.run()
        papers.run()
        small, large = data.build(int(os.environ.get("SIZE") or 100_000))
        served.run(large)
        lists.run(small, large)
        cases.run(small, large)
        statistics.run(large)
        assigning.run(small, large)
        reminders.run(small, large)
    finally:
        runner.teardown_databases(databases)
        shutil.rmtree(settings.STORE_ROOT, ignore_errors=True)


if __name__ == "__main__":
    main()
