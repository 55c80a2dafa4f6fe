"""Taking files in: allowed kinds by content, not by name; size capped; the name kept but harmless."""

from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.db import transaction

from documents import store
from documents.models import Attachment, ScanState, Sensitivity
from documents.scanning import verdict
from tables.containers import OLE, ZIP, check_zip, plain_name
from tables.writing import TYPES
from workflow.refusals import Refused
from workflow.trail import record

# extension -> (signatures that its content must begin with, content type served)
KINDS = {
    "pdf": ((b"%PDF-",), TYPES["pdf"]),
    "docx": ((ZIP,), TYPES["docx"]),
    "xlsx": ((ZIP,), TYPES["xlsx"]),
    "pptx": ((ZIP,), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "ofd": ((ZIP,), "application/ofd"),
    "doc": ((OLE,), "application/msword"),
    "xls": ((OLE,), "application/vnd.ms-excel"),
    "wps": ((OLE, ZIP), "application/vnd.ms-works"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "txt": ((), "text/plain; charset=utf-8"),
}


def check(data, name):
    """The content type of an upload; raises Refused with a Chinese sentence where it is not allowed."""
    extension = PurePosixPath(name).suffix.lower().lstrip(".")
    if extension not in KINDS:
        raise Refused(f"不能上传“{name}”：只接受 {'、'.join(KINDS)} 文件。")
    if not data:
        raise Refused(f"“{name}”是空文件。")
    if len(data) > settings.UPLOAD_LIMIT:
        raise Refused(f"“{name}”超过 {settings.UPLOAD_LIMIT // 1024 // 1024} MB，不能上传。")
    signatures, content_type = KINDS[extension]
    if signatures and not data.startswith(signatures):
        raise Refused(f"“{name}”的内容不是 {extension} 格式，请核对文件。")
    if ZIP in signatures and data.startswith(ZIP):
        check_zip(data, name)
    if extension == "txt" and (b"\x00" in data or _looks_binary(data)):
        raise Refused(f"“{name}”不是纯文本文件。")
    return content_type


def _looks_binary(data):
    try:
        return bool(puremagic.from_string(data[:4096]))
    except (puremagic.PureError, ValueError):
        return False


def attach(owner, upload, *, by, purpose="", sensitivity=""):
    """Store an upload (a Django `UploadedFile`) as an attachment of `owner`, a row with a `jurisdiction`; returns it.

    Raises Refused for a file that is not allowed, too large or infected.
    """
    name = plain_name(upload.name)
    if upload.size > settings.UPLOAD_LIMIT:
        raise Refused(f"“{name}”超过 {settings.UPLOAD_LIMIT // 1024 // 1024} MB，不能上传。")
    data = upload.read()
    content_type = check(data, name)
    scan = verdict(data)
    if scan == ScanState.INFECTED:
        raise Refused(f"“{name}”查出病毒，不能上传。请先杀毒。")
    attachment = Attachment.objects.create(
        jurisdiction_id=owner.jurisdiction_id,
        owner=owner,
        purpose=purpose,
        name=name,
        size=len(data),
        content_type=content_type,
        digest=store.save(data),
        sensitivity=sensitivity or Sensitivity.INTERNAL,
        scan=scan,
        uploaded_by=by,
    )
    record(
        owner,
        "attach",
        "上传附件",
        by=by,
        after={"name": name, "size": len(data), "sha256": attachment.digest, "sensitivity": attachment.get_sensitivity_display()},
    )
    return attachment


@transaction.atomic
def relabel(attachment, sensitivity, *, by):
    """Give an attachment another label; returns it."""
    label = attachment.get_sensitivity_display()
    attachment.sensitivity = sensitivity
    attachment.save(update_fields=["sensitivity"])
    facts = {"name": attachment.name}
    before, after = facts | {"sensitivity": label}, facts | {"sensitivity": attachment.get_sensitivity_display()}
    record(attachment.owner, "relabel", "修改附件标识", by=by, before=before, after=after)
    return attachment
