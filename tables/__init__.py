"""The one export and import layer: every list leaves and enters the system as the same table, whatever the file format."""

from tables.importing import ImportPlan, PlannedRow
from tables.model import Column, Table, as_of
from tables.reading import Row, read_rows
from tables.writing import FORMATS, TYPES, export, response

__all__ = ["FORMATS", "TYPES", "Column", "ImportPlan", "PlannedRow", "Row", "Table", "as_of", "export", "read_rows", "response"]
