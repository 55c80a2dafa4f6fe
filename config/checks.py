"""System checks: what must not go into service. `manage.py check --deploy --database default` runs them all."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.checks.security.base import check_secret_key
from django.db import connections

from documents.official import fonts

OWN_TABLES = """
SELECT rolsuper, EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r' AND relname = 'django_migrations')
FROM pg_roles WHERE rolname = current_user
"""


@register()
def chinese_fonts(app_configs, **kwargs) -> list[Error]:
    """Official papers need a font for each of their faces (GB/T 9704-2012, 5.2.2); without one WeasyPrint prints boxes."""
    return [Error(problem, id="config.E001") for problem in fonts.check(settings.FONT_DIR)]


@register(Tags.security, deploy=True)
def no_debugging(app_configs, **kwargs) -> list[Error]:
    """DEBUG shows settings and data to whoever causes an error."""
    return [Error("正式运行时不得设置 DEBUG=1。", id="config.E002")] if settings.DEBUG else []


@register(Tags.security, deploy=True)
def own_secret(app_configs, **kwargs) -> list[Error]:
    """A short or well-known SECRET_KEY lets anybody forge a session."""
    weak = check_secret_key(app_configs)
    return [Error("SECRET_KEY 过短或为示例值：请设置至少 50 个随机字符。", id="config.E003")] if weak else []


@register(Tags.database)
def role_without_power(app_configs, databases=None, **kwargs) -> list[Error | Warning]:
    """Pages and tasks should log in as a role that cannot change tables, switch off triggers or TRUNCATE."""
    found = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(OWN_TABLES)
            superuser, owner = cursor.fetchone()
        if superuser:
            found.append(Warning("DATABASE_URL 使用了数据库超级用户，只能用于开发。", id="config.W002"))
        elif owner:
            found.append(Warning("DATABASE_URL 的用户是数据表的所有者，正式运行请另设 DATABASE_OWNER_URL。", id="config.W001"))
    return found
