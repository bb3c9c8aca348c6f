"""Not found outside a demonstration: the views see to it."""

from django.urls import path

from portal.demo import views

urlpatterns = [
    path("", views.people, name="demo_people"),
    path("entrer/", views.enter, name="demo_enter"),
]
