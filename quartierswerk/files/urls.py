from django.urls import path

from quartierswerk.files import views

app_name = "files"
urlpatterns = [
    path("dateien/<uuid:public_id>/", views.file_download, name="file-download"),
    path("dateien/<uuid:public_id>/<str:name>", views.file_download, name="file-download-named"),
]
