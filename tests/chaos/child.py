"""One word of the harness, said inside the product by a process of its own.

python -m tests.chaos.child build CASES URL EVERY | feed CASES | drain | report
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ethics_review.settings")
django.setup()

from tests.chaos import inside  # noqa: E402 -- after the set-up


def main() -> None:
    word, *arguments = sys.argv[1:]
    match word:
        case "build":
            answer: object = inside.build_world(int(arguments[0]), arguments[1], int(arguments[2]))
        case "feed":
            answer = inside.feed(int(arguments[0]))
        case "drain":
            answer = inside.drain()
        case _:
            answer = inside.report()
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
