from django.urls import path

from quartierswerk.places.views import imports

urlpatterns = [
    path("arbeit/gebiete/einlesen/", imports.import_list, name="import-list"),
    path("arbeit/gebiete/einlesen/neu/", imports.import_create, name="import-create"),
    path("arbeit/gebiete/einlesen/<uuid:public_id>/", imports.import_detail, name="import-detail"),
    path("arbeit/gebiete/einlesen/<uuid:public_id>/felder/", imports.import_choose, name="import-choose"),
    path("arbeit/gebiete/einlesen/<uuid:public_id>/vorschau/", imports.import_preview, name="import-preview"),
    path("arbeit/gebiete/einlesen/<uuid:public_id>/rueckgaengig/", imports.import_undo, name="import-undo"),
    path("arbeit/gebiete/einlesen/<uuid:public_id>/weglegen/", imports.import_put_aside, name="import-put-aside"),
]
