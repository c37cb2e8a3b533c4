"""The web application for WSGI servers (waitress, gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

from ethics_review import local_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")

application = get_wsgi_application()
local_rules.stop_if_flawed()
