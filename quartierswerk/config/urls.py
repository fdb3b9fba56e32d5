"""All addresses: public pages in German words, desks under /arbeit/, other languages by prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from quartierswerk.config import views
from quartierswerk.people.desk import desk_page
from quartierswerk.search.views import desk_search

handler400 = "quartierswerk.config.views.bad_request"
handler403 = "quartierswerk.config.views.refused"
handler404 = "quartierswerk.config.views.not_found"
handler500 = "quartierswerk.config.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    *i18n_patterns(
        path("konto/", include("quartierswerk.people.account_urls")),
        path("", include("quartierswerk.people.urls")),
        path("", include("quartierswerk.files.urls")),
        path("arbeit/suche/", desk_page(desk_search)),  # search lies below people and cannot ask for it itself
        path("", include("quartierswerk.search.urls")),
        path("", include("quartierswerk.history.urls")),
        path("", include("quartierswerk.places.urls")),
        path("", include("quartierswerk.monitoring.urls")),
        path("", include("quartierswerk.reports.urls")),
        path("", include("quartierswerk.desks.city.urls")),
        path("", include("quartierswerk.ui.urls")),
        path("", include("quartierswerk.portal.urls")),
        prefix_default_language=False,
    ),
]
