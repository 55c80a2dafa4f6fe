"""The container files and the deployment guide name what the settings read, and nothing else."""

import ast
import re

import pytest
import yaml

from ops.place import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "beat", "migrate")
REQUIRED = {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"}


def read_by_settings():
    """Names of all variables that config/settings.py reads: the first argument of every `env.<kind>(…)`."""
    calls = [node for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text())) if isinstance(node, ast.Call)]
    kinds = [call for call in calls if isinstance(call.func, ast.Attribute) and call.args and isinstance(call.args[0], ast.Constant)]
    return {call.args[0].value for call in kinds if re.fullmatch(r"env|environ\.Env\(\)", ast.unparse(call.func.value))}


def asked_of_the_operator():
    """Names of all variables that the compose file takes from the operator's .env."""
    return set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))


def test_settings_are_found():
    assert {"SECRET_KEY", "VAR_DIR", "DATABASE_URL", "HTTPS", "SESSION_IDLE_SECONDS"} <= read_by_settings()


def test_all_parts_of_the_system_are_there():
    assert set(SERVICES) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", SERVICES)
def test_image_is_pinned(name):
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", SERVICES[name]["image"])


def test_base_image_is_pinned():
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.M)
    assert bases
    assert all(re.fullmatch(r"debian:12\.\d+-slim", base) for base in bases)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_lasting_service_has_health_check_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["healthcheck"]["retries"] >= 3
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_our_service_gets_what_it_needs_and_nothing_unknown(name):
    given = set(SERVICES[name]["environment"])
    assert given >= REQUIRED
    assert given - {"DATABASE_OWNER_URL"} <= read_by_settings()


def test_only_the_migration_knows_the_owner_of_the_tables():
    assert [name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]] == ["migrate"]
    assert SERVICES["migrate"]["restart"] == "no"


def test_order_of_start():
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_secrets_have_no_default():
    text = (ROOT / "docker-compose.yml").read_text()
    assert not re.findall(r"\$\{\w*(?:KEY|PASSWORD)\w*(?:\}|:-)", text)


def test_volumes_are_declared_and_files_exist():
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()


def test_modules_of_the_commands_exist():
    for name in OURS:
        words = SERVICES[name].get("command", []) + SERVICES[name].get("healthcheck", {}).get("test", [])
        for module in re.findall(r"\bops\.(\w+)", " ".join(words)):
            assert (ROOT / "ops" / f"{module}.py").is_file()


def test_guide_explains_every_variable():
    table = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "deploy.md").read_text()))
    assert read_by_settings() <= table
    assert asked_of_the_operator() <= set(re.findall(r"[A-Z][A-Z_]+", (ROOT / "docs" / "deploy.md").read_text()))
