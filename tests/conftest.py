"""What the whole suite shares: the Chromium of the machine for the browser tests."""

import gc
import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)  # a run says the same twice
settings.register_profile("search", print_blob=True)  # HYPOTHESIS_PROFILE=search looks for new examples
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in the test's thread


def pytest_make_parametrize_id(config, val, argname):
    """Bytes (files made for a test) are named by their argument: their content may differ between the processes of a run."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector of garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Whoever asks for a page walks a browser, marked or not."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, without sandbox (containers) and without a word to the outside."""
    quiet = "disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    flags = ["--no-sandbox", *(f"--{flag}" for flag in quiet.split())]
    return browser_type_launch_args | {"executable_path": program, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A Chinese office's browser."""
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1280, "height": 900}}
