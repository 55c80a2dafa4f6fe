"""Registers as files."""

from django.http import Http404

import tables
from dashboard.registers import REGISTERS


def register(request, name):
    """The register `name` as a file in `?format=`, narrowed as on its page."""
    if name not in REGISTERS:
        raise Http404
    return tables.response(REGISTERS[name](request), request.GET.get("format", "xlsx"))
