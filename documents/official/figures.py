"""The figures of GB/T 9704-2012, in points from the top left corner of an A4 page unless a name says otherwise."""

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, TOP = 28 * MM, 37 * MM  # 订口 and 天头, 5.2.1
WIDTH, HEIGHT = 156 * MM, 225 * MM  # 版心, 5.2.1
BOTTOM = TOP + HEIGHT
ROWS, COLUMNS = 22, 28  # 5.2.3
ROW, SQUARE = HEIGHT / ROWS, WIDTH / COLUMNS

BODY_SIZE, TITLE_SIZE, SMALL_SIZE, TABLE_SIZE = 16.0, 22.0, 14.0, 12.0  # 三号, 二号, 四号, 小四
BODY_SPACING = SQUARE - BODY_SIZE  # 28 characters of 16 pt are wider than the 版心
ASCENT, DESCENT = 0.88, 0.12  # of every face, in em (see fonts.subset)

MARK_TOP = {"document": 72 * MM, "letter": 30 * MM}  # upper edge of 发文机关标志, 7.2.4 and 10.1
MARK_SIZE = 36.0  # 小初, the usual upper bound
MARK_NARROWEST = 0.72  # how far a long name may be narrowed before it gets smaller
RED_RULE_GAP = 4 * MM  # below 发文字号, 7.2.7; below the mark of a letter, 10.1
RED_RULE_THICKNESS = 0.45 * MM
RED = "#d7000f"

LETTER_RULE_LEFT, LETTER_RULE_WIDTH = 20 * MM, 170 * MM  # 10.1
LETTER_LOWER_RULE = PAGE_HEIGHT - 20 * MM
LETTER_THICK, LETTER_THIN, LETTER_BETWEEN = 0.7 * MM, 0.25 * MM, 0.45 * MM
LETTER_GAP = BODY_SIZE * 7 / 8  # between rule and text, 10.1

COLOPHON_ROW = SMALL_SIZE * 15 / 8  # one line of the 版记
COLOPHON_OUTER, COLOPHON_INNER = 0.35 * MM, 0.25 * MM  # 7.4.1
FOLIO_DASH = BOTTOM + 7 * MM  # 一字线 of the page number, 7.5
SEAL = 42 * MM  # room for one round seal
