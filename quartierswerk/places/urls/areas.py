from django.urls import path

from quartierswerk.places.views import appointments, areas, renewal, streets

urlpatterns = [
    path("arbeit/gebiete/", areas.area_list, name="area-list"),
    path("arbeit/gebiete/ebene/<slug:level>/", areas.area_level, name="area-level"),
    path("arbeit/gebiete/gebiet/<uuid:public_id>/", areas.area_detail, name="area-detail"),
    path("arbeit/gebiete/gebiet/<uuid:public_id>/berichtigen/", areas.area_correct, name="area-correct"),
    path("arbeit/gebiete/gebiet/<uuid:public_id>/zustaendig/", appointments.appoint_in_district, name="area-appoint"),
    path("arbeit/gebiete/strassen/", streets.streets, name="streets"),
    path("arbeit/gebiete/strassen/uebernehmen/", streets.streets_confirm, name="streets-confirm"),
    path("arbeit/gebiete/sanierung/", renewal.renewal_list, name="renewal-area-list"),
    path("arbeit/gebiete/sanierung/neu/", renewal.renewal_create, name="renewal-area-create"),
    path("arbeit/gebiete/sanierung/<uuid:public_id>/", renewal.renewal_detail, name="renewal-area-detail"),
    path("arbeit/gebiete/sanierung/<uuid:public_id>/bearbeiten/", renewal.renewal_edit, name="renewal-area-edit"),
    path(
        "arbeit/gebiete/sanierung/<uuid:public_id>/archivieren/", renewal.renewal_archive, name="renewal-area-archive"
    ),
    path("arbeit/gebiete/sanierung/<uuid:public_id>/holen/", renewal.renewal_restore, name="renewal-area-restore"),
]
