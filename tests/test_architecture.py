"""The house keeps its order: who imports whom, how large things may be, who writes state."""

import ast
import statistics
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [
    "tables",
    "organizations",
    "workflow",
    "documents",
    "feedback",
    "proposals",
    "consultation",
    "supervision",
    "reports",
    "dashboard",
    "config",
]
LAYERS = ["models", "permissions", "rules", "actions", "forms", "views"]
SOURCES = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def imported(path):
    """(module, line) of every import of a file, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def test_rooms_import_only_to_their_left():
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] != "config"
        for module, line in imported(path)
        if module.split(".")[0] in ROOMS and ROOMS.index(module.split(".")[0]) > ROOMS.index(path.relative_to(ROOT).parts[0])
    ]
    assert not wrong


def test_files_and_functions_keep_their_size():
    wrong, lengths = [], []
    for path in SOURCES:
        text = path.read_text()
        lines = text.count("\n")
        lengths.append(lines)
        if lines > 400:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines")
    assert not wrong
    assert statistics.median(lengths) <= 90


def test_only_the_move_table_writes_state():
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
                wrong += [f"{path.relative_to(ROOT)}:{node.lineno}" for word in node.keywords if word.arg == "state"]
    assert [place for place in wrong if place.split(":")[0] not in ("workflow/flow.py", "documents/rendering.py")] == []


def test_no_import_inside_a_function_without_a_word_on_why():
    wrong = []
    for path in SOURCES:
        lines = path.read_text().splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                wrong += [f"{path.relative_to(ROOT)}:{n.lineno}" for n in inner if "#" not in lines[n.lineno - 1]]
    assert not wrong


def business_models():
    """Tables of the rooms that hold somebody's data."""
    return [model for room in ROOMS[1:-2] for model in apps.get_app_config(room).get_models() if not model.__name__.endswith("Event")]


PARENTS = {"jurisdiction", "plan", "item", "assignment", "work_plan", "unit", "term", "membership", "person", "owner"}
PARENTS |= {"campaign", "key", "proposal", "handling", "reply", "session", "suggestion", "allocation", "row", "edition", "rated"}
PARENTS |= {"report"}
EVERYWHERE = {"CalendarDay", "CalendarYear", "Heartbeat", "Jurisdiction", "Person"}


@pytest.mark.parametrize("model", business_models(), ids=lambda model: model.__name__)
def test_every_row_belongs_to_a_jurisdiction(model):
    """Each table names its jurisdiction, or the row it hangs on, and never leaves that empty."""
    if model.__name__ in EVERYWHERE:
        return
    anchors = [f for f in model._meta.get_fields() if f.name in PARENTS and isinstance(f, models.ForeignKey | models.OneToOneField)]
    assert any(not field.null for field in anchors)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
