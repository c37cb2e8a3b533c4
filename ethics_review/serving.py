"""How gunicorn serves, in containers: `gunicorn --config=python:ethics_review.serving`. Read by gunicorn alone.

Its lines go through the product's own logging, which lets no address and no query through; it writes none about single
requests: the product does, by the name of the view.
"""

from ethics_review import settings

wsgi_app = "ethics_review.wsgi:application"
bind = f"0.0.0.0:{settings.PORT}"
worker_class = "gthread"
workers = 2
threads = 8
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- gunicorn's own advice: a heartbeat file must not wait for a disk
accesslog = None
control_socket_disable = True  # it would lie in the data directory, which web containers share
logconfig_dict = settings.LOGGING | {
    "loggers": settings.LOGGING["loggers"] | {"gunicorn.error": {"handlers": [], "propagate": True}},
}
