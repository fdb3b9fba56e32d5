"""Addresses of places, one list per noun."""

from quartierswerk.places.urls import areas, imports, meeting_places, neighbourhoods

app_name = "places"
urlpatterns = [
    *imports.urlpatterns,
    *areas.urlpatterns,
    *neighbourhoods.urlpatterns,
    *meeting_places.urlpatterns,
]
