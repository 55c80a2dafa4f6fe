from django.apps import AppConfig


class ConsultationConfig(AppConfig):
    name = "consultation"
    verbose_name = "协商计划"

    def ready(self):
        from consultation import papers  # noqa: F401, PLC0415 enters the kinds of paper, once the tables are known
