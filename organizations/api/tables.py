"""The registers as files: out as filtered; units and people in again, as a trial unless it is to be applied."""

from organizations import filters, importing
from organizations.api import registers
from organizations.exports import Export, Import
from organizations.tables import counterpart_table, meeting_table, person_table, portfolio_table, unit_table


class UnitExport(Export):
    tag, label, shape, filters, table = registers.UNITS, "单位表，可再导入", registers.UNIT_ROWS, filters.UnitFilter, unit_table


class PersonExport(Export):
    tag, label, shape, filters = registers.PEOPLE, "人员表，每行一项任职，可再导入", registers.PERSON, filters.PersonFilter

    def made(self, rows):
        return person_table(rows, self.request.user)


class MeetingExport(Export):
    tag, label, shape, filters, table = registers.MEETINGS, "会议表", registers.MEETING, filters.MeetingFilter, meeting_table


class PortfolioExport(Export):
    tag, label, shape, filters, table = registers.PEOPLE, "领导分工表", registers.PORTFOLIO, filters.PortfolioFilter, portfolio_table


class CounterpartExport(Export):
    tag, label, shape, filters, table = registers.UNITS, "对口联系表", registers.COUNTERPART, filters.CounterpartFilter, counterpart_table


class RegisterImport(Import):
    """Rows of a register from a file."""

    register = None

    def may(self, person):
        return bool(person.access.where(*self.register.keepers))

    def take(self, data, name, apply):
        act = importing.apply if apply else importing.check
        return act(self.register, data, name, by=self.request.user)


class UnitImport(RegisterImport):
    tag, label, register = registers.UNITS, "从 XLSX 或 CSV 导入单位：先试算，再应用", importing.Units


class PersonImport(RegisterImport):
    tag, label, register = registers.PEOPLE, "从 XLSX 或 CSV 导入人员和任职：先试算，再应用", importing.People
