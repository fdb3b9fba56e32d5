from django.urls import path

from quartierswerk.desks.city import views

app_name = "city_desk"
urlpatterns = [path("arbeit/", views.today, name="today")]
