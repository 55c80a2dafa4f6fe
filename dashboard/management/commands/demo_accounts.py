"""Prints the accounts of the demonstration."""

import unicodedata

from django.conf import settings
from django.core.management.base import BaseCommand

from dashboard.demo.accounts import FIRST_LOGIN, POSTS
from dashboard.demo.data import PLACES, read
from organizations.models import Person, Role


class Command(BaseCommand):
    help = "列出演示账号。"

    def handle(self, **options):
        present = set(Person.objects.filter(memberships__jurisdiction__is_demo=True).values_list("username", flat=True))
        places = [data for data in map(read, PLACES) if f"{data['prefix']}-secretary" in present]
        if not places:
            self.stdout.write("没有演示账号。")
            return
        places.sort(key=lambda data: data["prefix"] != "demo")  # the one to begin with
        lines = [["角色", *(data["name"] for data in places)]]
        lines += [[Role(role).label, *(f"{data['prefix']}-{ending}" for data in places)] for role, (ending, *_) in POSTS.items()]
        widths = [max(map(width, column)) + 2 for column in zip(*lines, strict=True)]
        self.stdout.write(f"演示账号（密码均为 {settings.DEMO_PASSWORD}）：")
        for line in lines:
            self.stdout.write("  " + "".join(pad(cell, size) for cell, size in zip(line, widths, strict=True)).rstrip())
        handlers = "、".join(f"demo-{ending}（{unit}）" for ending, unit in list(read("yanshi")["handlers"].items())[:6])
        self.stdout.write(f"  演示市各单位的经办人：{handlers} 等；{FIRST_LOGIN} 首次登录须改密码。")


def width(text):
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pad(text, size):
    return text + " " * (size - width(text))
