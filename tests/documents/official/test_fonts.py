"""Fonts: rare characters served, tofu refused, what is missing told in Chinese, official faces first."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from fontTools.ttLib import TTFont

from documents.official import fetch_fonts
from documents.official import fonts as font_files
from documents.official.fonts import FACES, FontsMissing, MissingGlyph, check, load
from documents.official.pdf import render_pdf

from . import samples
from .conftest import opened
from .samples import RARE


@pytest.fixture
def folder(tmp_path):
    """A folder with links to the configured fonts."""
    for file in Path(settings.FONT_DIR).glob("*.otf"):
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


@pytest.mark.parametrize("face", FACES)
def test_rare_characters_of_names_have_glyphs_in_every_face(fonts, face):
    assert fonts.missing_glyphs(RARE + "〔〕“”—", face) == set()


def test_character_without_glyph_is_named(fonts):
    assert fonts.missing_glyphs("政😀", "fang") == {"😀"}
    with pytest.raises(MissingGlyph, match="“😀”（U\\+1F600）"):
        fonts.advance("😀", "fang")


def test_configured_fonts_are_complete():
    assert check(settings.FONT_DIR) == []


def test_empty_folder_names_the_missing_face(tmp_path):
    assert check(tmp_path / "none") == check(tmp_path / "none")
    (problem,) = check(tmp_path)
    assert problem.startswith("缺少仿宋字体") and str(tmp_path) in problem


def test_broken_font_file_is_named(folder):
    (folder / "FandolHei-Regular.otf").unlink()
    (folder / "FandolHei-Regular.otf").write_bytes(b"not a font")
    (problem,) = check(folder)
    assert "FandolHei-Regular.otf" in problem


def test_rare_characters_are_missed_without_the_fallback(folder):
    (folder / "NotoSerifCJKsc-Regular.otf").unlink()
    problems = check(folder)
    assert len(problems) == 3 and all("喆" in problem for problem in problems)


def test_official_face_comes_first(folder):
    shutil.copy(folder / "FandolKai-Regular.otf", folder / "SimFang.TTF")
    assert load(folder).substitutions()["仿宋"] == "SimFang.TTF"


def test_face_with_a_chinese_file_name_prints(folder):
    shutil.copy(folder / "FandolKai-Regular.otf", folder / "仿宋_GB2312.ttf")
    page = opened(render_pdf(samples.LETTER, fonts=load(folder)))
    assert "GB2312" in page.find(1, "各区县", size=16)[0]["fontname"]


def test_subset_has_the_common_metrics(fonts, tmp_path):
    for face in FACES:
        path = tmp_path / f"{face}.otf"
        path.write_bytes(fonts.files[face][0].subset("政协"))
        with TTFont(path) as font:
            assert set(font.getBestCmap()) == {ord("政"), ord("协")}
            assert (font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap) == (880, -120, 0)
            assert "GSUB" not in font


def test_command_lists_the_faces(capsys):
    call_command("check_fonts")
    assert "公文字体齐全。" in capsys.readouterr().out


def test_command_fails_where_a_face_is_missing(settings, tmp_path):
    settings.FONT_DIR = tmp_path
    with pytest.raises(CommandError, match="缺少仿宋字体"):
        call_command("check_fonts")


def test_loading_from_a_folder_without_fonts_is_refused(tmp_path):
    with pytest.raises(FontsMissing):
        font_files.load(tmp_path)


def test_fetching_leaves_complete_fonts_alone(folder, capsys):
    assert fetch_fonts.main([str(folder)]) == 0
    assert "complete" in capsys.readouterr().out


def test_fetching_takes_what_the_system_has_and_one_face_of_a_collection(tmp_path, folder, monkeypatch):
    system, target = tmp_path / "system", tmp_path / "target"
    source = system / "usr/fonts/Plain.otf"
    source.parent.mkdir(parents=True)
    shutil.copy(folder / "FandolKai-Regular.otf", source)
    monkeypatch.setattr(fetch_fonts, "FONTS", {"Kai.otf": ("package", "usr/fonts", "Plain.otf", "")})
    assert fetch_fonts.fetch(target, system=system) == ["Kai.otf"]
    assert fetch_fonts.is_font(target / "Kai.otf")
    assert fetch_fonts.fetch(target, system=system) == []


def test_failed_fetch_tells_what_to_do(tmp_path, monkeypatch, capsys):
    def refuse(command, folder):
        raise fetch_fonts.FetchError("no package")

    monkeypatch.setattr(fetch_fonts, "run", refuse)
    monkeypatch.setattr(fetch_fonts, "FONTS", {"None.otf": ("package", "nowhere", "None.otf", "")})
    assert fetch_fonts.main([str(tmp_path / "target")]) == 1
    assert "no package" in capsys.readouterr().err
    assert list((tmp_path / "target").iterdir()) == []
