"""The file 卷宗 of a case as a download."""

from proposals.dossier import dossier_answer
from proposals.views.acting import CASES
from workflow import pages


def download(request, public_id):
    """One zip with a catalogue and every paper the person may see."""
    return dossier_answer(pages.own(CASES, request.user, public_id), request.user)
