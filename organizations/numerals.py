"""Chinese numerals: written as terms, sessions and headings are counted, and read at any size."""

DIGITS = "〇一二三四五六七八九"
VALUES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": 20, "卅": 30}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
NUMERALS = "".join((*VALUES, *PLACES, *TENS, *MYRIADS))


def numeral(number):
    """1 to 99 in Chinese numerals: 四, 十, 十二, 二十三; other numbers stay as they are."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


def value(word: str) -> int | None:
    """The value of a whole numeral: 二百零三, 一千三百一十五, 廿三, 三万二, 三百五 (350), 二○一七; None where it is none."""
    word = word.replace("○", "〇")
    if not word or any(c not in NUMERALS for c in word):
        return None
    return int("".join(str(VALUES[c]) for c in word)) if all(c in VALUES for c in word) else _placed(word)


def _placed(word: str) -> int:
    """A numeral with 十百千万亿; a last digit right behind 百, 千 or 万 counts its tenth (三百五 is 350)."""
    total = section = 0
    digit, last = None, 0
    for c in word:
        if c in VALUES:
            digit, last = VALUES[c], (0 if c in "零〇" else last)
        elif c in TENS:
            section, digit, last = section + TENS[c], None, 10
        elif c in PLACES:
            section, digit, last = section + (1 if digit is None else digit) * PLACES[c], None, PLACES[c]
        else:
            section += digit or 0
            total = total + section * MYRIADS[c] if total >= MYRIADS[c] else (total + section) * MYRIADS[c]
            section, digit, last = 0, None, MYRIADS[c]
    return total + section + (digit or 0) * (last // 10 if last > 10 else 1)
