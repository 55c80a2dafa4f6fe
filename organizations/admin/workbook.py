"""XLSX files that come in and go out of the registers, and where one waits between check and confirmation."""

import io
import time
import uuid
import zipfile

import tablib
import xlsxwriter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from import_export.formats.base_formats import Format
from import_export.tmp_storages import BaseStorage
from python_calamine import CalamineError, CalamineWorkbook

ROWS, UNPACKED, KEPT_FOR = 5_000, 60 * 1024 * 1024, 24 * 3600


class Xlsx(Format):
    """A workbook's first sheet. Text goes out as text: what begins with = never becomes a formula."""

    CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, encoding=None):
        super().__init__()

    def get_title(self):
        return "xlsx"

    def create_dataset(self, in_stream):
        """The rows under the header; raises ValidationError, in Chinese, for what is no workbook, too large or empty."""
        rows = [[_text(cell) for cell in row] for row in _sheet(in_stream)]
        rows = [row for row in rows if any(cell != "" for cell in row)]
        if len(rows) < 2:
            raise ValidationError("表里没有数据：第一行应为表头，其下每行一条。")
        if len(rows) > ROWS + 1:
            raise ValidationError(f"一次最多导入 {ROWS} 行，这份表有 {len(rows) - 1} 行，请分开导入。")
        header, *body = rows
        if len(set(header)) != len(header):
            raise ValidationError("表头有重复或空白的列，请用导出的表作为模板。")
        return tablib.Dataset(*body, headers=header)

    def export_data(self, dataset, **kwargs):
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for number, row in enumerate([dataset.headers, *dataset]):
                for place, value in enumerate(row):
                    sheet.write_string(number, place, "" if value is None else str(value))
            sheet.set_column(0, len(dataset.headers) - 1, 18)
        return target.getvalue()

    def is_binary(self):
        return True

    def get_read_mode(self):
        return "rb"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return self.CONTENT_TYPE

    @classmethod
    def is_available(cls):
        return True

    def can_import(self):
        return True

    def can_export(self):
        return True


def _sheet(data):
    if len(data) > settings.UPLOAD_LIMIT:
        raise ValidationError(f"文件超过 {settings.UPLOAD_LIMIT // 1024 // 1024} MB，不能导入。")
    try:
        size = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
        if size > UNPACKED:
            raise ValidationError("文件解压后过大，不能导入。")
        return CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python(nrows=ROWS + 2)
    except (zipfile.BadZipFile, CalamineError, OSError, ValueError, IndexError):
        raise ValidationError("读不出这个文件，请确认它是 Excel 的 .xlsx 文件。") from None


def _text(cell):
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()[:500]


class Waiting(BaseStorage):
    """Uploads between check and confirmation: in the store under a name nobody can guess, for a day at most."""

    @property
    def path(self):
        try:
            return settings.STORE_ROOT / "incoming" / uuid.UUID(self.name).hex
        except ValueError:
            raise Http404 from None

    def save(self, data):
        self.name = uuid.uuid4().hex
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for old in self.path.parent.iterdir():
            if old.stat().st_mtime < time.time() - KEPT_FOR:
                old.unlink(missing_ok=True)
        self.path.write_bytes(data)

    def read(self):
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            raise Http404 from None

    def remove(self):
        self.path.unlink(missing_ok=True)
