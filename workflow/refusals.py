"""A refusal is a sentence for the person: the page shows it, the API answers 409 (403 where the person may not)."""


class Refused(Exception):
    """The move is not possible now; the text says why and what to do, in Chinese."""


class Forbidden(Refused):
    """This person may not make the move."""


class Stale(Refused):
    """Somebody else changed the row since the person saw it."""

    def __init__(self):
        super().__init__("这条记录刚被别人修改过，请刷新后核对再提交。您填写的内容没有保存。")
