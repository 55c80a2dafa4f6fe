"""Remembers where a request comes from, and turns refusals that reach the top into a page with the sentence."""

import pghistory
from django.shortcuts import render

from workflow import origin
from workflow.refusals import Forbidden, Refused


class OriginMiddleware:
    """Sets `workflow.origin.current` and pghistory's context for the time of the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        where = origin.of_request(request)
        token = origin.current.set(where)
        try:
            if request.method in ("GET", "HEAD", "OPTIONS"):
                return self.get_response(request)
            with pghistory.context(person=request.user.pk, remote_addr=where.remote_addr, request_id=where.request_id, path=request.path):
                return self.get_response(request)
        finally:
            origin.current.reset(token)


class RefusalMiddleware:
    """A refusal that no form caught becomes a page that says it: 403 where the person may not, else 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        status = 403 if isinstance(exception, Forbidden) else 409
        return render(request, "refused.html", {"sentence": str(exception)}, status=status)
