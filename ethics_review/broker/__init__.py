"""A Celery broker that needs no server: kombu's virtual transport on one Django table."""
