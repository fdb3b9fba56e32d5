from django.urls import path

from quartierswerk.places.views import appointments, neighbourhoods, outlines, public

_ONE = "arbeit/quartiere/<slug:slug>/"

urlpatterns = [
    path("quartiere/", public.neighbourhood_list, name="neighbourhood-public-list"),
    path("quartiere/<slug:slug>/", public.neighbourhood_page, name="neighbourhood-public-detail"),
    path("arbeit/quartiere/", neighbourhoods.neighbourhood_list, name="neighbourhood-list"),
    path("arbeit/quartiere/neu/", neighbourhoods.neighbourhood_create, name="neighbourhood-create"),
    path(_ONE, neighbourhoods.neighbourhood_detail, name="neighbourhood-detail"),
    path(f"{_ONE}bearbeiten/", neighbourhoods.neighbourhood_edit, name="neighbourhood-edit"),
    path(f"{_ONE}umriss/", outlines.outline_of_areas, name="neighbourhood-outline"),
    path(f"{_ONE}umriss/zeichnen/", outlines.outline_drawn, name="neighbourhood-outline-drawn"),
    path(f"{_ONE}umriss/datei/", outlines.outline_from_file, name="neighbourhood-outline-file"),
    path(f"{_ONE}zustaendig/", appointments.appoint_in_neighbourhood, name="neighbourhood-appoint"),
    path(f"{_ONE}archivieren/", neighbourhoods.neighbourhood_archive, name="neighbourhood-archive"),
    path(f"{_ONE}holen/", neighbourhoods.neighbourhood_restore, name="neighbourhood-restore"),
]
