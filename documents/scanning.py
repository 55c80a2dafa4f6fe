"""Looking for viruses with the scanner of the place, where it has one (`settings.SCAN_COMMAND`, the file on standard input)."""

import logging
import subprocess

from django.conf import settings

from documents import store
from documents.models import Attachment, ScanState
from workflow.trail import record

logger = logging.getLogger(__name__)
SECONDS, MOST = 60, 50
VERDICTS = {0: ScanState.CLEAN, 1: ScanState.INFECTED}  # as of clamdscan and clamscan


def verdict(data):
    """What the scanner says of a file: clean, infected, or unscanned where there is none or it does not answer."""
    if not settings.SCAN_COMMAND:
        return ScanState.UNSCANNED
    try:
        done = subprocess.run(settings.SCAN_COMMAND, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 the place's own
    except (OSError, subprocess.TimeoutExpired):
        logger.exception("the virus scanner did not answer")
        return ScanState.UNSCANNED
    if done.returncode not in VERDICTS:
        logger.error("the virus scanner ended with %s: %s", done.returncode, done.stderr.decode(errors="replace")[-500:])
    return VERDICTS.get(done.returncode, ScanState.UNSCANNED)


def scan_waiting():
    """Scan attachments that came while the scanner did not answer; returns how many were. An infected one is no longer handed out."""
    if not settings.SCAN_COMMAND:
        return 0
    scanned = 0
    for row in Attachment.objects.filter(scan=ScanState.UNSCANNED).order_by("pk")[:MOST]:
        try:
            found = verdict(store.load(row.digest))
        except (OSError, ValueError):
            continue
        if found == ScanState.UNSCANNED:
            break
        scanned += Attachment.objects.filter(pk=row.pk, scan=ScanState.UNSCANNED).update(scan=found)
        if found == ScanState.INFECTED:
            record(row.owner, "scan", "附件查出病毒，停止下载", by=None, after={"name": row.name})
    return scanned
