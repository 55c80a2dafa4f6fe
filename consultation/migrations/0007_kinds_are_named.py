from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultation", "0006_kinds_of_places")]

    operations = [
        migrations.AddConstraint(
            "planitem",
            models.CheckConstraint(
                condition=~models.Q(kind_name=""),
                name="plan_item_kind_named",
                violation_error_message="事项没有类别名称。",
            ),
        ),
    ]
