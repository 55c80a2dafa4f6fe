"""Counts provisional deadlines anew, without waiting for the hour."""

from django.core.management.base import BaseCommand

from feedback import actions


class Command(BaseCommand):
    help = "按已经公布的工作日历，重新计算暂定的期限：工作方案、提案的答复和会办。"

    def handle(self, **options):
        self.stdout.write(f"重新计算了 {actions.recount()} 个暂定期限。")
