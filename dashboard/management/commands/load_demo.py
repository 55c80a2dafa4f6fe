"""Loads the demonstration data."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboard.demo.loading import load
from organizations.models import Jurisdiction


class Command(BaseCommand):
    help = "载入演示数据：重庆市2017年、威海市2023年的公开计划（历史资料），以及虚构的演示市、演示区。"

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="已有任何地区时不载入，也不报错。")

    def handle(self, *, if_empty=False, **options):
        if Jurisdiction.objects.exists():
            if if_empty:
                return
            raise CommandError("数据库里已有地区资料。演示数据只能载入空的数据库，以免与正式数据混在一起。")
        places = load(timezone.localdate())
        self.stdout.write(f"已载入演示数据：{'、'.join(place.jurisdiction.name for place in places.values())}。")
