"""Whether this process can serve, and how the house is: asked by the container, the load balancer or the monitor."""

import shutil
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflow.models import CalendarYear, Delivery, Heartbeat

LEAST_DISK = 1024**3  # bytes
OLDEST_BEAT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """What one check found. `state`: ok, warning (somebody should look) or failed (cannot serve)."""

    name: str
    label: str
    state: str
    detail: str = ""


@never_cache
@require_safe
@login_not_required
def health(request) -> HttpResponse:
    """`ok` when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
@login_not_required
def ready(request) -> JsonResponse:
    """{"state", "checks"}: 503 when something failed, 200 when all is well or only asks for attention."""
    found = findings()
    states = {each.state for each in found}
    state = next((word for word in ("failed", "warning") if word in states), "ok")
    body = {"state": state, "checks": [asdict(each) for each in found]}
    return JsonResponse(body, status=503 if state == "failed" else 200, json_dumps_params={"ensure_ascii": False})


def findings():
    """Everything that is looked at; without a database only what can be seen without it."""
    found = [disk()]
    for name, label, check in CHECKS:
        try:
            found.append(Finding(name, label, *check()))
        except DatabaseError:
            return [Finding("database", "数据库", "failed", "数据库没有应答。"), *found]
    return [Finding("database", "数据库", "ok"), *found]


def disk():
    """Room for papers and attachments."""
    place = next(folder for folder in (settings.STORE_ROOT, *settings.STORE_ROOT.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    sentence = "" if free >= LEAST_DISK else f"存放附件的磁盘只剩 {free // 1024**2} MB。"
    return Finding("disk", "磁盘", "ok" if not sentence else "failed", sentence)


def migrations():
    """Whether the tables are those of this version."""
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return ("failed", f"有 {count} 项数据库变更没有执行，请运行 ops.prepare。") if count else ("ok",)


def clock():
    """When the worker last did what the clock asked."""
    last = Heartbeat.objects.filter(pk="clock").first()
    if last is None:
        return "warning", "定时任务还没有运行过，请检查 worker 和 beat 是否启动。"
    if last.at < timezone.now() - OLDEST_BEAT:
        return "warning", f"定时任务最近一次运行是 {timezone.localtime(last.at):%Y-%m-%d %H:%M}，请检查 worker 和 beat。"
    return ("ok",)


def deliveries():
    """Whether notices leave the house."""
    oldest = Delivery.objects.oldest_waiting()
    if oldest and oldest < timezone.now() - LONGEST_WAIT:
        return "warning", f"{timezone.localtime(oldest):%Y-%m-%d %H:%M} 以来的通知还没有发出，请查看通知渠道的故障说明。"
    return ("ok",)


def calendar():
    """Whether deadlines of this year can be counted."""
    year = timezone.localdate().year
    return ("ok",) if CalendarYear.objects.filter(pk=year).exists() else ("warning", f"{year} 年的放假安排还没有录入，期限为暂定。")


CHECKS = (
    ("migrations", "数据库变更", migrations),
    ("clock", "定时任务", clock),
    ("deliveries", "通知送达", deliveries),
    ("calendar", "工作日历", calendar),
)
