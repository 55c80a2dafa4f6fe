"""Kinds become codes of a place's own list, with the name that list gives them beside."""

from django.db import migrations, models

NAMES = {"consultation": "协商", "briefing": "通报", "inspection": "视察", "other": "其他"}


def name_kinds(apps, schema_editor):
    for code, name in NAMES.items():
        apps.get_model("consultation", "PlanItem").objects.filter(kind=code).update(kind_name=name)


class Migration(migrations.Migration):
    dependencies = [("consultation", "0005_suspend_postponed")]

    operations = [
        migrations.AlterField("planitem", "kind", models.CharField(max_length=20, verbose_name="类别代码")),
        migrations.AddField(
            "planitem", "kind_name", models.CharField(default="", max_length=20, verbose_name="类别"), preserve_default=False
        ),
        migrations.RunPython(name_kinds, migrations.RunPython.noop),
    ]
