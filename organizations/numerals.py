"""Chinese numerals, as terms, sessions and headings are counted."""

DIGITS = "〇一二三四五六七八九"


def numeral(number):
    """1 to 99 in Chinese numerals: 四, 十, 十二, 二十三; other numbers stay as they are."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")
