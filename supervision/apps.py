from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督办"

    def ready(self):
        from supervision import (  # noqa: F401, PLC0415 enter what it prints and its sections of rules, once the tables are known
            appraisal_rules,
            award_rules,
            key_rules,
            papers,
            public_rules,
            rules,
            score_rules,
        )
