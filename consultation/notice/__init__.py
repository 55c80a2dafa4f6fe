"""The notice reader: text of a plan notice in, plan items with the places they came from and a list of gaps out. Rules, no guessing."""

from .read import read
from .reading import Gap, ItemReading, Reading

__all__ = ["Gap", "ItemReading", "Reading", "read"]
