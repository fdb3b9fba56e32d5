from django.urls import path

from quartierswerk.places.views import meeting_places, public

urlpatterns = [
    path("orte/", public.place_list, name="meeting-place-public-list"),
    path("orte/<slug:slug>/", public.place_page, name="meeting-place-public-detail"),
    path("arbeit/orte/", meeting_places.place_list, name="meeting-place-list"),
    path("arbeit/orte/neu/", meeting_places.place_create, name="meeting-place-create"),
    path("arbeit/orte/<slug:slug>/", meeting_places.place_detail, name="meeting-place-detail"),
    path("arbeit/orte/<slug:slug>/bearbeiten/", meeting_places.place_edit, name="meeting-place-edit"),
    path("arbeit/orte/<slug:slug>/raeume/", meeting_places.place_rooms, name="meeting-place-rooms"),
    path("arbeit/orte/<slug:slug>/zeiten/", meeting_places.place_hours, name="meeting-place-hours"),
    path("arbeit/orte/<slug:slug>/archivieren/", meeting_places.place_archive, name="meeting-place-archive"),
    path("arbeit/orte/<slug:slug>/holen/", meeting_places.place_restore, name="meeting-place-restore"),
]
