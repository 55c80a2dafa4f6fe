from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "提案"

    def ready(self):
        from proposals import actions, papers  # noqa: F401, PLC0415 enter what other rooms ask for, once the tables are known
