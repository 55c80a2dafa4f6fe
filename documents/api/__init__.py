"""The endpoints of papers, attachments, templates and numbers; what the other rooms need to take files in."""

from documents.api.files import OwnedFiles, OwnedPapers
from documents.api.files import urlpatterns as files
from documents.api.templates import addresses
from workflow.api import once

__all__ = ["OwnedFiles", "OwnedPapers", "urlpatterns"]
urlpatterns = [*files, *addresses(once)]
