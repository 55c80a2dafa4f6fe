"""A simple check of a text before it is published: what looks like a private person's data."""

import re

PATTERNS = (
    ("电话号码", re.compile(r"(?<!\d)(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8})(?!\d)|(?<=电话)[:：]?\d{7,8}(?!\d)")),
    ("身份证号码", re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])")),
    ("电子邮箱", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("门牌地址", re.compile(r"\d+\s*(?:号楼|栋|幢)[^，。；\s]{0,8}\d+\s*(?:室|号|房)")),
    ("个人姓名", re.compile(r"[\u4e00-\u9fa5](?:[\u4e00-\u9fa5]{1,2})?(?:先生|女士|同学|大爷|大妈|阿姨|老人|某某)")),
)


def private_data(text, names=()):
    """What of `text` should be looked at again: [(kind, passage)], each once; `names`: people of the case who hold no public part in it."""
    found = [(kind, match.group()) for kind, pattern in PATTERNS for match in pattern.finditer(text)]
    found += [("个人姓名", name) for name in names if len(name) > 1 and name in text]
    return list(dict.fromkeys(found))
