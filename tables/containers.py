"""What a file must be before anybody looks inside: its signature, a container that may be unpacked, a name that does no harm."""

import io
import unicodedata
import zipfile
from pathlib import PurePosixPath

from tables.refusals import Refused

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
MEMBERS, UNPACKED, RATIO = 1_000, 100 * 1024 * 1024, 100


def check_zip(data, name):
    """Refuse a zip container that is broken or would unpack to more than it should (a zip bomb)."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise Refused(f"“{name}”已损坏，打不开。") from None
    size = sum(member.file_size for member in members)
    if len(members) > MEMBERS or size > UNPACKED or size > RATIO * max(len(data), 1):
        raise Refused(f"“{name}”解压后过大，不能接受。")


def plain_name(name):
    """A file name without folders and without characters that mislead or break headers, at most 200 characters."""
    name = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()[-200:] or "附件"
