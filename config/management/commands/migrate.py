"""`migrate` as Django has it, several times as fast.

After each operation Django builds the classes of the changed table's neighbours anew, and here almost every table is a neighbour
of units and people. An operation reads hardly more than the class of its own table, so that only that one is built anew. Where the
classes around it count (a key's type, a new name, code that works with rows) all are built.
"""

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class LeanState(ProjectState):
    """The tables as the migrations so far have made them; `before` is the copy that was taken last."""

    before: ProjectState | None = None

    def clone(self):
        self.before = super().clone()
        return self.before

    def reload_model(self, app_label, model_name, delay=False):
        """Build the class of one table anew. What still refers to the one before is built before code works with it (is_delayed)."""
        if "apps" in self.__dict__:
            self.is_delayed = True
            self.apps.unregister_model(app_label, model_name)
            self.apps.render_multiple([self.models[app_label, model_name]])

    def reload_models(self, models, delay=True):
        for app_label, model_name in models:
            self.reload_model(app_label, model_name)

    def rebuild(self):
        """Have all classes built anew where they are next asked for, as they are now and as they were before the operation."""
        for state in (self.before, self):
            if state:
                state.clear_delayed_apps_cache()

    def alter_field(self, app_label, model_name, name, field, preserve_default):
        was = self.models[app_label, model_name].fields[name]
        super().alter_field(app_label, model_name, name, field, preserve_default)
        if was.unique or field.unique or was.many_to_many:  # others may refer to it
            self.rebuild()

    def remove_field(self, app_label, model_name, name):
        was = self.models[app_label, model_name].fields[name]
        super().remove_field(app_label, model_name, name)
        if was.many_to_many:  # the class of its own table goes too
            self.rebuild()

    def rename_field(self, app_label, model_name, old_name, new_name):
        super().rename_field(app_label, model_name, old_name, new_name)
        self.rebuild()

    def rename_model(self, app_label, old_name, new_name):
        super().rename_model(app_label, old_name, new_name)
        self.rebuild()


class Executor(MigrationExecutor):
    """Applies migrations with lean states."""

    def _migrate_all_forwards(self, state, *args, **options):
        return super()._migrate_all_forwards(LeanState(state.models, state.real_apps), *args, **options)


migrate.MigrationExecutor = Executor


class Command(migrate.Command):
    """Bring the tables of the database up to date."""
