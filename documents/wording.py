"""The words of templates: text with ${names} in Chinese that the paper's facts replace, its lines as paragraphs of the four levels."""

import re

from documents.official.model import Paragraph
from workflow.wording import fill, objection

__all__ = ["fill", "objection", "paragraphs"]

LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十]+、")),
    (2, re.compile(r"^（[一二三四五六七八九十]+）")),
    (3, re.compile(r"^\d+[.．]")),
    (4, re.compile(r"^（\d+）")),
)


def paragraphs(text):
    """A template's text as paragraphs; a line that begins with 一、（一） 1. （1） is of that level, its first sentence the heading."""
    return tuple(_paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _paragraph(line):
    level = next((number for number, mark in LEVELS if mark.match(line)), 0)
    head, stop, rest = line.partition("。")
    return Paragraph(rest, level, head + stop) if level and rest else Paragraph(line, level)
