"""Sends notices without the worker: as a process of its own where there are many, or once."""

import signal
import time

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from workflow.delivery.dispatcher import dispatch

REST = 1.0


class Command(BaseCommand):
    help = "发送待送达的通知；不带 --once 时持续运行，可以同时运行多个。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="发完当前的即结束")

    def handle(self, *, once, **options):
        if once:
            sent = dispatch(settings.DELIVERY_LEASE)
            self.stdout.write(f"发送了 {sent} 条通知。")
            return
        ending = []
        signal.signal(signal.SIGTERM, lambda *_: ending.append(True))
        while not ending:
            if not self.turn():
                time.sleep(REST)

    def turn(self):
        """One round; a database that has gone away is waited for."""
        try:
            return dispatch(settings.DELIVERY_SECONDS)
        except (OperationalError, InterfaceError) as error:
            self.stderr.write(f"数据库没有回应，稍后再试：{error}")
            connection.close()
            return 0
