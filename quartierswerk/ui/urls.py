from django.urls import path

from quartierswerk.ui import views

app_name = "ui"
urlpatterns = [
    path("arbeit/bausteine/", views.components, name="components"),
    path("ansicht/", views.choose_theme, name="theme-choose"),
]
