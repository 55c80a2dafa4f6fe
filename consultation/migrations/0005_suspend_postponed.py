"""Items that were postponed before: the deadlines of their units stand still from the day of the postponement."""

from django.db import migrations
from django.db.models import Max
from django.utils import timezone


def suspend(apps, schema_editor):
    event, kind = apps.get_model("workflow", "Event"), apps.get_model("contenttypes", "ContentType")
    events = event.objects.filter(subject_type__in=kind.objects.filter(app_label="consultation", model="planitem"), move="postpone")
    since = dict(events.values_list("subject_id").annotate(on=Max("on")))
    for item in apps.get_model("consultation", "PlanItem").objects.filter(state="postponed"):
        duties = apps.get_model("feedback", "Assignment").objects.filter(item_unit__item=item, state__in=STATES)
        duties.update(suspended_on=since.get(item.pk, timezone.localdate()))


STATES = ("assigned", "acknowledged", "under_way")


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0004_opinion_rounds"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("feedback", "0003_suspended_deadlines"),
        ("workflow", "0002_seed_calendar"),
    ]

    operations = [migrations.RunPython(suspend, migrations.RunPython.noop)]
