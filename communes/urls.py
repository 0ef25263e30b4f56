from django.urls import path

from communes import views

app_name = "communes"

urlpatterns = [
    path("", views.commune_list, name="commune-list"),
    path("suggest/", views.commune_suggest, name="commune-suggest"),
    path("add/", views.commune_add, name="commune-add"),
]
