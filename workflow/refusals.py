"""Refusals of moves; what they have in common with the refusals of files, which come in further left, is `tables.refusals`."""

from tables.refusals import Refused

__all__ = ["Forbidden", "Held", "Refused", "Stale"]


class Forbidden(Refused):
    """This person may not make the move."""


class Stale(Refused):
    """Somebody else changed the row since the person saw it."""

    def __init__(self):
        super().__init__("这条记录刚被别人修改过，请核对现在的内容再提交。您填写的内容还没有保存。")


class Held(Refused):
    """Somebody else is changing the row at this moment, for longer than a request waits."""

    def __init__(self):
        super().__init__("别人正在办理这一件，请稍等片刻再提交。您填写的内容还没有保存。")
