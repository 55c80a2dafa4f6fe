"""Titles as pairs of characters, by which similar ones are found without a dictionary."""

import re
import unicodedata

NOISE = re.compile(r"关于|进一步|切实|着力|加快|推进|推动|加强|提升|我市|我区|我县|全市|全区|的?(?:提案|建议|意见)$|[^\w]|_")


def grams(title):
    """The pairs of neighbouring characters of a title, without words that every title has; sorted, each once."""
    text = NOISE.sub(" ", unicodedata.normalize("NFKC", title))
    return sorted({word[n : n + 2] for word in text.split() for n in range(len(word) - 1)})
