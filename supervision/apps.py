from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "督办"

    def ready(self):
        from supervision import papers  # noqa: F401, PLC0415 enters what it prints, once the tables are known
