"""Papers: attachments, numbers, templates and official papers."""

from documents.models.attachments import Attachment, ScanState, Sensitivity
from documents.models.numbers import NumberSeries
from documents.models.papers import Paper, PaperState, PaperTemplate

__all__ = ["Attachment", "NumberSeries", "Paper", "PaperState", "PaperTemplate", "ScanState", "Sensitivity"]
