"""The ordinary way, for comparison: ``icontains`` on what the page shows, and every point with its name in one GeoJSON.

It is how a directory is written first with Django, and how maps of the field are fed (uMap, GoGoCarto): no search
column, no counts by cell. Queries do not grow with the rows: what is compared is the idea, not carelessness.
"""

from __future__ import annotations

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.html import escape  # noqa: E402

from essaim.apps.poles.models import Pole  # noqa: E402
from essaim.apps.poles.places import point_of  # noqa: E402
from essaim.engine.territories import load_territories  # noqa: E402


def directory(request: HttpRequest) -> HttpResponse:
    """Twenty poles, the best documented first, found by what their name, summary or place contains."""
    found = Pole.objects.prefetch_related("domains", "recognitions", "networks")
    words = request.GET.get("q", "")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(summary__icontains=words) | Q(place__icontains=words))
    facts = found.annotate(
        n=Count("sections", distinct=True) + Count("recognitions", distinct=True) + Count("observations", distinct=True)
    )
    page = Paginator(facts.order_by("-n", "name"), 20).get_page(request.GET.get("page"))
    lines = "".join(
        f"<li>{escape(pole.name)} {', '.join(domain.key for domain in pole.domains.all())}</li>" for pole in page
    )
    links = "".join(f'<a href="?page={number}">{number}</a>' for number in page.paginator.page_range)
    return HttpResponse(f"<ul>{lines}</ul>{links}")


def points(request: HttpRequest) -> HttpResponse:
    """Every pole as a named feature."""
    t = load_territories()
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": point},
            "properties": {
                "name": pole.name,
                "url": pole.get_absolute_url(),
                "domains": [domain.key for domain in pole.domains.all()],
            },
        }
        for pole in Pole.objects.prefetch_related("domains")
        if (point := point_of(t, pole.commune))
    ]
    return HttpResponse(
        json.dumps({"type": "FeatureCollection", "features": features}), content_type="application/geo+json"
    )


def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Only so that addresses can be written."""
    return HttpResponse(slug)


urlpatterns = [
    path("poles/", directory),
    path("points.geojson", points),
    path("poles/<slug:slug>/", sheet, name="pole"),
]
# Read at the first request.
settings.ROOT_URLCONF = "bench.ordinary"
application = get_wsgi_application()
