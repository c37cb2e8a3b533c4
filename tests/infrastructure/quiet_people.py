"""Run as a program in a fresh installation: people whose names, addresses and secrets no log line may tell."""

import json
import sys
from datetime import time, timedelta

import django

NAME, PASSWORD, DOMAIN = "欧阳不言", "Pass-w0rd-unspoken-4711", "unspoken.example"


def main() -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- the models exist only now

    from accounts import tokens  # noqa: PLC0415
    from accounts.channels import choose  # noqa: PLC0415
    from accounts.models import User  # noqa: PLC0415
    from tests.world import build  # noqa: PLC0415

    world, midnight = build(), time(0)
    for number, person in enumerate(User.objects.order_by("pk")):
        person.name, person.email = f"{NAME}{number}", f"ouyang.{number}@{DOMAIN}"
        person.set_password(PASSWORD)
        person.save()
        # Letters go out whatever the hour of the run.
        choose(user=person, ways={}, digest_at=midnight, quiet_from=midnight, quiet_until=midnight)
    now = timezone.now()
    _, secret = tokens.issue(user=world.applicant, name="t", scope="write", lifetime=timedelta(days=1), now=now)
    made = {"username": world.applicant.username, "token": secret, "committee": world.body.pk}
    json.dump(made | {"applicant": world.applicant.pk}, sys.stdout)


if __name__ == "__main__":
    main()
