"""A text cut at places that are marked in it; what overlaps is marked once."""


def cut(text, spans):
    """[(stretch, what stands there or None)]; of `spans` [(start, end, what)], in order, those that are wrong or overlap are left out."""
    pieces, at = [], 0
    for start, end, what in spans:
        if not at <= start < end <= len(text):
            continue
        if start > at:
            pieces.append((text[at:start], None))
        pieces.append((text[start:end], what))
        at = end
    return [*pieces, (text[at:], None)] if at < len(text) else pieces
