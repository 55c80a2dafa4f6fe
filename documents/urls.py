from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("papers/<uuid:public_id>/", views.paper, name="paper"),
    path("papers/<uuid:public_id>/paper.pdf", views.paper_file, {"kind": "pdf"}, name="paper-pdf"),
    path("papers/<uuid:public_id>/paper.docx", views.paper_file, {"kind": "docx"}, name="paper-docx"),
    path("papers/<uuid:public_id>/retry/", views.retry_paper, name="paper-retry"),
    path("attachments/<uuid:public_id>/", views.attachment, name="attachment"),
    path("attachments/<uuid:public_id>/label/", views.attachment_label, name="attachment-label"),
]
