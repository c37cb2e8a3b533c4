"""The web application for ASGI servers. The product's own servers use WSGI, which is faster for synchronous code."""

import os

from django.core.asgi import get_asgi_application

from ethics_review import local_rules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")

application = get_asgi_application()
local_rules.stop_if_flawed()
