from django.urls import URLPattern

app_name = "city_desk"
urlpatterns: list[URLPattern] = []
