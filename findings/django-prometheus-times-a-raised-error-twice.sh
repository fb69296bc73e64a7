#!/usr/bin/env bash
# Guess: the histogram of latencies by view has one duration for each request, as the counter of responses by view has one
#        response: also where a view raises, be it a fault or the Http404 that Django answers with.
# Seen:  django-prometheus 2.5.0 observes the duration when the view raises and once more when the answer leaves: four
#        requests that raised are eight durations. What fails, or is not found, weighs twice in each mean and quantile
#        of a view and of all of them. The histogram that includes the middlewares counts each once.
# Fails when that has changed. Needs Python 3.10 or later with venv; writes into a temporary folder only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'django==5.2.19' \
    'django-prometheus==2.5.0' \
    'prometheus-client==0.26.0'
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import time
import django
from django.conf import settings
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path

logging.disable(logging.CRITICAL)
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, INSTALLED_APPS=["django_prometheus"], MIDDLEWARE=[
    "django_prometheus.middleware.PrometheusBeforeMiddleware", "django_prometheus.middleware.PrometheusAfterMiddleware"])
django.setup()

def fine(request):
    return HttpResponse("fine")

def fails(request):
    time.sleep(0.1)
    raise RuntimeError("a view's fault")

def missing(request):
    raise Http404("nothing here")

def answers(request):
    return HttpResponse("not now", status=503)

views = fine, fails, missing, answers
urlpatterns = [path(view.__name__, view, name=view.__name__) for view in views]

from prometheus_client import REGISTRY
client = Client(raise_request_exception=False)
seen = {}
for view in views:
    statuses = {client.get(f"/{view.__name__}").status_code for _ in range(4)}
    labels = {"view": view.__name__, "method": "GET"}
    durations, seconds = (REGISTRY.get_sample_value(f"django_http_requests_latency_seconds_by_view_method_{part}", labels)
                          for part in ("count", "sum"))
    responses = sum(REGISTRY.get_sample_value("django_http_responses_total_by_status_view_method_total",
                                              {**labels, "status": str(status)}) for status in statuses)
    seen[view.__name__] = int(responses), int(durations)
    print(f"{view.__name__}: 4 requests answered with {statuses}; {responses:g} responses, {durations:g} durations, "
          f"{seconds:.1f} s in all")
whole = REGISTRY.get_sample_value("django_http_requests_latency_including_middlewares_seconds_count")
print(f"of all 16, including middlewares: {whole:g} durations")
raise SystemExit(0 if seen == {"fine": (4, 4), "fails": (4, 8), "missing": (4, 8), "answers": (4, 4)} and whole == 16
                 else 1)
PYTHON
