"""Addresses of monitoring: all of them desks."""

from django.urls import path

from quartierswerk.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("arbeit/monitoring/", views.overview, name="overview"),
    path("arbeit/monitoring/indikatoren/", views.indicator_list, name="indicator-list"),
    path("arbeit/monitoring/indikatoren/neu/", views.indicator_new, name="indicator-new"),
    path("arbeit/monitoring/indikatoren/<slug:key>/", views.indicator_detail, name="indicator-detail"),
    path("arbeit/monitoring/indikatoren/<slug:key>/bearbeiten/", views.indicator_edit, name="indicator-edit"),
    path("arbeit/monitoring/indikatoren/<slug:key>/ablegen/", views.indicator_archive, name="indicator-archive"),
    path("arbeit/monitoring/indikatoren/<slug:key>/zurueckholen/", views.indicator_restore, name="indicator-restore"),
    path("arbeit/monitoring/importe/", views.import_list, name="import-list"),
    path("arbeit/monitoring/importe/neu/", views.import_new, name="import-new"),
    path("arbeit/monitoring/importe/<uuid:public_id>/", views.import_detail, name="import-detail"),
    path("arbeit/monitoring/importe/<uuid:public_id>/spalten/", views.import_mapping, name="import-mapping"),
    path("arbeit/monitoring/importe/<uuid:public_id>/pruefen/", views.import_preview, name="import-preview"),
    path("arbeit/monitoring/importe/<uuid:public_id>/verwerfen/", views.import_discard, name="import-discard"),
    path("arbeit/monitoring/importe/<uuid:public_id>/zuruecknehmen/", views.import_undo, name="import-undo"),
    path("arbeit/monitoring/indizes/", views.spec_list, name="spec-list"),
    path("arbeit/monitoring/indizes/neu/", views.spec_new, name="spec-new"),
    path("arbeit/monitoring/indizes/<slug:key>/", views.spec_detail, name="spec-detail"),
    path("arbeit/monitoring/indizes/<slug:key>/bearbeiten/", views.spec_edit, name="spec-edit"),
    path("arbeit/monitoring/indizes/<slug:key>/berechnen/", views.spec_run, name="spec-run"),
    path("arbeit/monitoring/indizes/<slug:key>/ablegen/", views.spec_archive, name="spec-archive"),
    path("arbeit/monitoring/indizes/<slug:key>/zurueckholen/", views.spec_restore, name="spec-restore"),
    path("arbeit/monitoring/indizes/<slug:key>/<int:version>.yaml", views.spec_file, name="spec-file"),
    path("arbeit/monitoring/gebiet/<uuid:public_id>/", views.area_newest, name="area-newest"),
    path("arbeit/monitoring/ergebnisse/<uuid:public_id>/", views.run_detail, name="run-detail"),
    path("arbeit/monitoring/ergebnisse/<uuid:public_id>/ablegen/", views.run_archive, name="run-archive"),
    path("arbeit/monitoring/ergebnisse/<uuid:public_id>/dateien/<slug:part>", views.run_file, name="run-file"),
    path("arbeit/monitoring/ergebnisse/<uuid:public_id>/gebiete/<path:code>/", views.run_area, name="run-area"),
]
