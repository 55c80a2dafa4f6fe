"""Texts with ${names} in Chinese that facts replace: of official papers, of notices on their way out."""

import re
import string

from workflow.refusals import Refused


class Fields(string.Template):
    """Text with ${names} in Chinese."""

    idpattern = r"\w+"
    flags = re.UNICODE


def fill(text, values, *, noun="公文模板"):
    """`text` with its ${names} replaced; raises Refused with the name of one that is unknown. `noun`: what the text is."""
    try:
        return Fields(text).substitute(values)
    except KeyError as error:
        raise Refused(f"{noun}里的“${{{error.args[0]}}}”没有对应的内容，可用的有：{'、'.join(values)}。") from None
    except ValueError:
        raise Refused(f"{noun}里有不成对的“$”，写作“$$”表示符号本身。") from None


def objection(text, names, *, noun="公文模板"):
    """Why a text cannot be filled by what knows `names`, as a sentence; "" where it can."""
    try:
        fill(text, dict.fromkeys(names, ""), noun=noun)
    except Refused as refusal:
        return str(refusal)
    return ""
