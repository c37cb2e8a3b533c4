"""Moves made by their pages, as a person sends them."""

from django.urls import reverse

import regulations

FOCUSES = regulations.pack("ai-2026").rules_for(house={}).items("review.focuses")


def path(story, move):
    return reverse("move", args=[story.number, move])


def send(browse, at, story, person, move, language="en", **data):
    with at(story.now):
        return browse(person, language).post(path(story, move), {"version": story.case.version} | data)


def worksheet(recommendation="approve", **data):
    answers = {f"focuses.{key}.answer": "yes" for key in FOCUSES}
    return answers | {"recommendation": recommendation} | data
