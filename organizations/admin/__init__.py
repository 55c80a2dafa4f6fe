"""The admin of places, units, people, terms, meetings, rules and tokens."""

from django.contrib import admin
from django.contrib.auth.models import Group

from organizations.admin import links, meetings, people, places, posts, rulesets, tokens, units  # noqa: F401

admin.site.unregister(Group)  # posts give rights, groups do not
