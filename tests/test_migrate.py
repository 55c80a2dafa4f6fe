"""`migrate` builds fewer classes than Django's own and makes the same tables."""

import pytest
from django.core.management import get_commands
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from config.management.commands.migrate import LeanState

SHELF = "shelf"


def fill(apps, editor):
    """Rows by way of relations in both directions."""
    author = apps.get_model(SHELF, "Author").objects.create(code="a", note="x")
    novel = apps.get_model(SHELF, "Novel").objects.create(author=author, pages=3)
    novel.readers.add(author)
    assert [book.novel.pages for book in author.book_set.all()] == [3]
    assert author.read.get().pk == novel.pk


OPERATIONS = [
    migrations.CreateModel("Author", [("code", models.CharField(max_length=5, primary_key=True))]),
    migrations.CreateModel(
        "Book",
        [("id", models.BigAutoField(primary_key=True)), ("author", models.ForeignKey("shelf.Author", models.PROTECT))],
    ),
    migrations.CreateModel(
        "Novel",
        [("book_ptr", models.OneToOneField("shelf.Book", models.CASCADE, parent_link=True, primary_key=True))],
        bases=("shelf.book",),
    ),
    migrations.AddField("author", "note", models.CharField(max_length=9, default="")),
    migrations.AddIndex("author", models.Index(fields=["note"], name="shelf_note")),
    migrations.AddField("novel", "pages", models.IntegerField()),
    migrations.AddField("novel", "readers", models.ManyToManyField("shelf.Author", related_name="read")),
    migrations.AddConstraint("novel", models.CheckConstraint(condition=models.Q(pages__gt=0), name="shelf_pages")),
    migrations.RunPython(fill),
    migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
    migrations.AddField("book", "second", models.ForeignKey("shelf.Author", models.PROTECT, null=True, related_name="+")),
]


def longer(model, field):
    return migrations.AlterField(model, field, models.CharField(max_length=50, primary_key=True))


ENDS = {
    "a key of another type": [longer("author", "code")],
    "a renamed field": [migrations.RenameField("author", "code", "key"), longer("author", "key")],
    "a renamed table": [migrations.RenameModel("Author", "Writer"), longer("writer", "code")],
    "a table between that goes": [
        migrations.AddField("novel", "lovers", models.ManyToManyField("shelf.Author", related_name="+")),
        migrations.RemoveField("novel", "lovers"),
        longer("author", "code"),
    ],
}
TABLES = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
    FROM information_schema.columns WHERE table_name LIKE 'shelf%' ORDER BY 1, 2
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid::regclass::text LIKE 'shelf%' ORDER BY 1, 2
"""


def made_by(state, end):
    """The tables that the operations make, applied to a state of that kind; rolled back."""
    assert state.apps  # as of the first migration on all classes are built
    with connection.schema_editor() as editor, connection.cursor() as cursor:
        step = migrations.Migration("step", SHELF)
        step.operations = OPERATIONS + end
        after = step.apply(state, editor)
        rows = []
        for statement in [*map(str, editor.deferred_sql), TABLES, CONSTRAINTS]:
            cursor.execute(statement)
            rows = [*rows, *cursor.fetchall()] if cursor.description else rows
        editor.deferred_sql.clear()
        editor.connection.set_rollback(True)
    return rows, {key: sorted(each.fields) for key, each in after.models.items()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_tables_are_the_ones_that_django_itself_makes(end):
    own, lean = made_by(ProjectState(), end), made_by(LeanState(), end)
    assert own == lean
    assert ("shelf_book", "author_id", "character varying", 50, "NO") in own[0]


def test_it_is_the_command():
    assert get_commands()["migrate"] == "config"
