"""The endpoints of 成效素材."""

from django.urls import path

from documents.api import OwnedFiles
from organizations.api.changes import UUID, Adding
from organizations.endpoints import ListEndpoint
from organizations.exports import Export
from organizations.models.people import UNIT_ROLES
from organizations.shapes import Shape
from reports import actions
from reports.filters import MaterialFilter
from reports.material_forms import MATERIAL_FORMS, SubmitMaterialForm
from reports.models import Material
from reports.permissions import may_attach
from reports.tables import material_table
from workflow.api import ActEndpoint, HistoryEndpoint, MovedDetail, MovedEndpoint, moved, once

MATERIALS = "成效素材"
COLUMNS = """
    id=public_id jurisdiction=jurisdiction__code handling=handling__public_id proposal=handling__proposal__public_id
    case_no=handling__proposal__case_no title=handling__proposal__title unit=unit__public_id unit_name=handling__unit_name
    text numbers state version submitted_on opinion verified_by=verified_by__name verified_on
"""
MATERIAL = Shape(Material, COLUMNS)


class MaterialList(ListEndpoint):
    tag, label, shape, filters = MATERIALS, "成效素材列表；数据里 verified 不为真的、状态不是已核实的，都是未核实", MATERIAL, MaterialFilter


class MaterialExport(Export):
    tag, label, shape, filters, table = MATERIALS, "成效素材，作为文件", MATERIAL, MaterialFilter, material_table


class Materials(Adding, MaterialList):
    form, keepers, add_label = SubmitMaterialForm, UNIT_ROLES, "报送一件提案的成效素材，待核实"
    made = {"id": ("public_id", UUID), "state": ("state", {"type": "string"})}


class OfMaterial(MovedEndpoint):
    tag, base, flow, forms = MATERIALS, "materials", actions.MATERIAL_FLOW, MATERIAL_FORMS
    related = ("jurisdiction", "handling__proposal", "unit")


class MaterialDetail(OfMaterial, MovedDetail):
    label, shape = "一份成效素材", MATERIAL


class MaterialAct(OfMaterial, ActEndpoint):
    pass


class MaterialHistory(HistoryEndpoint):
    tag, label, model = MATERIALS, "一份成效素材的办理记录", Material


class MaterialFiles(OwnedFiles):
    label, model, may = "一份成效素材的佐证材料", Material, may_attach


urlpatterns = [
    path("materials/export/", MaterialExport.as_view()),
    *moved("materials", Materials, MaterialDetail, MaterialAct, MATERIAL_FORMS, once=once),
    path("materials/<uuid:public_id>/attachments/", MaterialFiles.as_view()),
    path("materials/<uuid:public_id>/history/", MaterialHistory.as_view()),
]
