"""The command over real files: JSON out, sentences for bad files, and no database at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
REPORT = "今年共办理提案50件，其中A类提案40件，占80%；B类提案10件，占30%。"


def run(path, capsys):
    call_command("check_figures", str(path), "--json")
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_text_files_of_every_encoding(tmp_path, capsys, encoding):
    path = tmp_path / "报告.txt"
    path.write_bytes(REPORT.encode(encoding))
    found = run(path, capsys)
    assert [(figure["count"], figure["share"], figure["base"]) for figure in found["figures"]] == [
        (50, None, None),
        (40, 80, 50),
        (10, 30, 50),
    ]
    assert [(one["kind"], one["severity"], one["printed"], one["expected"]) for one in found["findings"]] == [("share", "wrong", 30, 20)]
    start, end = found["findings"][0]["spans"][0]
    assert REPORT[start:end] == "10件，占30%"


def test_no_database_is_asked(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT)
    environment = os.environ | {"DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "check_figures", str(path)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "[有误·占比]" in done.stdout


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空的"),
        ("空白.txt", b"  \n ", "没有文字"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "不是文本"),
        ("坏.docx", b"PK\x03\x04 no", "不是有效的 Word"),
        ("坏.pdf", b"%PDF-1.4 no", "损坏"),
        ("表.xlsx", b"PK\x03\x04", "只能读取"),
    ],
)
def test_bad_files_are_refused_with_a_sentence(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CommandError, match=words):
        call_command("check_figures", str(path))


def test_a_missing_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="没有找到文件"):
        call_command("check_figures", str(tmp_path / "无.txt"))
