"""Addresses of papers."""

from django.urls import path

from quartierswerk.reports import views

app_name = "reports"
urlpatterns = [
    path("arbeit/berichte/index/<uuid:public_id>.<slug:kind>", views.index_paper, name="index-paper"),
    path(
        "arbeit/berichte/index/<uuid:public_id>/gebiete/<path:code>.<slug:kind>",
        views.index_area_paper,
        name="area-paper",
    ),
]
