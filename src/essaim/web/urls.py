"""Every address of the site, with who may enter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
