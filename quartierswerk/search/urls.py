from django.urls import path

from quartierswerk.search import views

app_name = "search"
urlpatterns = [
    path("suche/", views.public_search, name="public"),
    path("arbeit/suche/", views.desk_search, name="desk"),
]
