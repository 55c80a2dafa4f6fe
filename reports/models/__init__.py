"""Tables of reports and of what units hand in for them."""

from reports.models.material import Material, MaterialState
from reports.models.reports import Report, ReportState, ReportStep
from reports.models.rollup import Rollup, Tally, Touched

__all__ = ["Material", "MaterialState", "Report", "ReportState", "ReportStep", "Rollup", "Tally", "Touched"]
