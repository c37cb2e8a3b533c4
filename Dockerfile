# One image for every role; docker-compose.yml says which command runs in which container.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/server.txt /tmp/server.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps --requirement /tmp/server.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/srv/static \
    DATA_DIR=/srv/data
RUN useradd --system --uid 10001 --home-dir /srv/data --shell /usr/sbin/nologin ethics \
 && install --directory --owner=ethics --group=ethics /srv/data /srv/static
COPY --from=packages /opt/venv /opt/venv
COPY . /srv/app
WORKDIR /srv/app
# The key is for this step only: nothing of it stays in the image.
RUN SECRET_KEY=collecting DATA_DIR=/tmp/collecting python manage.py collectstatic --no-input --verbosity 0
USER ethics
VOLUME /srv/data
EXPOSE 8000
CMD ["gunicorn", "--config=python:ethics_review.serving"]
