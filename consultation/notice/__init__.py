"""The notice reader: text of a plan notice in, plan items with the places they came from and a list of gaps out. Rules, no guessing."""

from .read import read
from .reading import MAX_TEXT, Gap, ItemReading, Reading

__all__ = ["MAX_TEXT", "Gap", "ItemReading", "Reading", "read"]
