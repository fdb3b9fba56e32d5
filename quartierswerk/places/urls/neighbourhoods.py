from django.urls import path, re_path

from quartierswerk.places.views import neighbourhoods, public

_OUTLINE = r"^arbeit/quartiere/(?P<slug>[-a-zA-Z0-9_]+)/umriss/(?P<way>areas|draw|file)/$"

urlpatterns = [
    path("quartiere/", public.neighbourhood_list, name="neighbourhood-public-list"),
    path("quartiere/<slug:slug>/", public.neighbourhood_page, name="neighbourhood-public-detail"),
    path("arbeit/quartiere/", neighbourhoods.neighbourhood_list, name="neighbourhood-list"),
    path("arbeit/quartiere/neu/", neighbourhoods.neighbourhood_create, name="neighbourhood-create"),
    path("arbeit/quartiere/<slug:slug>/", neighbourhoods.neighbourhood_detail, name="neighbourhood-detail"),
    path("arbeit/quartiere/<slug:slug>/bearbeiten/", neighbourhoods.neighbourhood_edit, name="neighbourhood-edit"),
    path("arbeit/quartiere/<slug:slug>/umriss/", neighbourhoods.neighbourhood_outline, name="neighbourhood-outline"),
    re_path(_OUTLINE, neighbourhoods.neighbourhood_outline, name="neighbourhood-outline-way"),
    path(
        "arbeit/quartiere/<slug:slug>/archivieren/", neighbourhoods.neighbourhood_archive, name="neighbourhood-archive"
    ),
    path("arbeit/quartiere/<slug:slug>/holen/", neighbourhoods.neighbourhood_restore, name="neighbourhood-restore"),
]
