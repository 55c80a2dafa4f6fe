"""The sections of rules that the rooms declare."""

import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_every_section_of_rules_is_known_to_a_process_that_serves_no_pages():
    told = "import django; django.setup(); from organizations.rules import sections; print(*sorted(sections()))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    declared = {name for path in ROOT.glob("*/*.py") for name in re.findall(r'^@section\("(\w+)"', path.read_text(), re.M)}
    assert set(done.stdout.split()) == declared
