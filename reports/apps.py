from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "通报与统计"

    def ready(self):
        from reports import drafting, duties, papers  # noqa: F401, PLC0415 enter its rules, figures, reports and duties, once the tables are known
