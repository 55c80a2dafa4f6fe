"""Files on disk by their SHA-256, outside the web root: written whole or not at all, never changed."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path(digest):
    """Where the bytes with this digest lie (whether they are there or not)."""
    return settings.STORE_ROOT / digest[:2] / digest


def save(data):
    """Store `data` (bytes); returns its SHA-256 in hex. Storing the same bytes twice is harmless."""
    digest = hashlib.sha256(data).hexdigest()
    target = path(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(target)
    return digest


def load(digest):
    """The bytes with this digest; raises OSError where they are gone and ValueError where they are not what was stored."""
    data = path(digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"stored file {digest} is damaged")
    return data
