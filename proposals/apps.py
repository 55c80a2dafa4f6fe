from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "提案"

    def ready(self):
        from proposals import papers  # noqa: F401, PLC0415 enters the kinds of paper, once the tables are known
