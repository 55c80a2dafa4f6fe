"""The admin's place in INSTALLED_APPS."""

from django.contrib.admin.apps import AdminConfig


class SiteConfig(AdminConfig):
    """`django.contrib.admin` with the house's own site."""

    default_site = "organizations.admin_site.Site"
