"""Which answers are compressed on their way out."""

from django.middleware.gzip import GZipMiddleware

DATA = ("application/json", "application/vnd.oai.openapi")


class CompressTexts(GZipMiddleware):
    """Pages and data. Files go as they are: they are compressed already, and trying costs more than all else of the request."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return super().process_response(request, response) if kind.startswith("text/") or kind in DATA else response
