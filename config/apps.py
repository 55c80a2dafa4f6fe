"""Makes the configuration itself an app, so that its system checks are registered."""

from django.apps import AppConfig

from . import checks as checks


class Configuration(AppConfig):
    """The house as a whole."""

    name = "config"
    verbose_name = "系统配置"
