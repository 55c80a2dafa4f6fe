"""Two texts side by side: what was taken out of the one and put into the other, in pieces."""

import re
from difflib import SequenceMatcher

KEPT, OUT, IN = "same", "out", "in"
FINEST = 250_000  # beyond so many pairs of characters a changed passage is shown as a whole


def differences(old, new):
    """How `new` came from `old`: a list of (kind, text), kind being same, out (only in `old`) or in (only in `new`).

    Sentences are matched first, then the characters inside those that differ, so that long texts stay quick.
    """
    before, after = _sentences(old), _sentences(new)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        passage, instead = "".join(before[a:b]), "".join(after[c:d])
        found += [(KEPT, passage)] if kind == "equal" else _inside(passage, instead)
    return [(kind, text) for kind, text in found if text]


def _sentences(text):
    """A text in sentences and lines, each with the mark that ends it."""
    return re.findall(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+", text)


def _inside(old, new):
    if len(old) * len(new) > FINEST:
        return [(OUT, old), (IN, new)]
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        pieces += [(KEPT, old[a:b])] if kind == "equal" else [(OUT, old[a:b]), (IN, new[c:d])]
    return pieces
