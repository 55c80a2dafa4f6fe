"""The words of templates: text with ${names} in Chinese that the paper's facts replace."""

import re
import string

from workflow.refusals import Refused


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
