"""The page of the notice reader: text in, plan and items side by side with it, nothing stored before it is confirmed."""

from consultation.views.reader.page import plan_read

__all__ = ["plan_read"]
