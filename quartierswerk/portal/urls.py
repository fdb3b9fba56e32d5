from django.urls import path

from quartierswerk.portal import views
from quartierswerk.portal.rules import PAGES

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    *(path(f"{kind.slug}/", views.city_page, {"key": kind.key}, name=kind.key) for kind in PAGES.values()),
    path("arbeit/seiten/", views.page_list, name="page-list"),
    path("arbeit/seiten/<slug:key>/", views.page_edit, name="page-edit"),
]
