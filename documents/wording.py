"""The words of templates: text with ${names} in Chinese that the paper's facts replace, its lines as paragraphs of the four levels."""

import re
import string

from documents.official.model import Paragraph
from workflow.refusals import Refused

LEVELS = (
    (1, re.compile(r"^[一二三四五六七八九十]+、")),
    (2, re.compile(r"^（[一二三四五六七八九十]+）")),
    (3, re.compile(r"^\d+[.．]")),
    (4, re.compile(r"^（\d+）")),
)


class Fields(string.Template):
    """Text with ${names} in Chinese."""

    idpattern = r"\w+"
    flags = re.UNICODE


def fill(text, values):
    """`text` with its ${names} replaced; raises Refused with the name of one that is unknown."""
    try:
        return Fields(text).substitute(values)
    except KeyError as error:
        raise Refused(f"公文模板里的“${{{error.args[0]}}}”没有对应的内容，可用的有：{'、'.join(values)}。") from None
    except ValueError:
        raise Refused("公文模板里有不成对的“$”，写作“$$”表示符号本身。") from None


def objection(text, names):
    """Why a text cannot be filled by a paper that knows `names`, as a sentence; "" where it can."""
    try:
        fill(text, dict.fromkeys(names, ""))
    except Refused as refusal:
        return str(refusal)
    return ""


def paragraphs(text):
    """A template's text as paragraphs; a line that begins with 一、（一） 1. （1） is of that level, its first sentence the heading."""
    return tuple(_paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _paragraph(line):
    level = next((number for number, mark in LEVELS if mark.match(line)), 0)
    head, stop, rest = line.partition("。")
    return Paragraph(rest, level, head + stop) if level and rest else Paragraph(line, level)
