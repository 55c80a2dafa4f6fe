"""What the rooms that assign say of their assignments: each registers one function for its source."""

_settled = {}
recounts = []  # functions (calendar, day) -> number: each counts the provisional deadlines of one room anew


def settled_by(source):
    """Decorator: registers `function(assignment) -> str`, the sentence on why an assignment of this source cannot go on, "" if it can."""

    def register(function):
        _settled[str(source)] = function
        return function

    return register


def hindrance(assignment):
    """Why a concluded assignment cannot be taken up again, as a sentence; "" where it can."""
    tell = _settled.get(assignment.source)
    return tell(assignment) if tell else ""
