"""Every case a person may replay under one pack, counted by a worker: how far it has come, and the figures so far.

Without scripts the page looks again by itself; with them only the part that changes is asked for.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

import regulations
from committees.models import Committee
from ethics_review.models import Case, ReplayRun
from ethics_review.operations import replay_runs
from ethics_review.queries.replayable import replayable
from ethics_review.web.heading import named
from ethics_review.web.page import SignedIn, answers, language, page
from ethics_review.web.replay import FiguresLine
from ethics_review.wording import replays
from regulations.pack import DRAFT, Resolved
from regulations.replay import Kind

ENOUGH = 286
"""Htmx then asks no more."""


@answers("GET", "POST")
def show(request: SignedIn, name: str) -> HttpResponse:
    """The latest count under this pack, or the beginning of one. Everybody who may replay nothing finds nothing."""
    pack = next((pack for pack in regulations.all_packs() if pack.id == name), None)
    if pack is None:
        raise Http404
    try:
        if request.method == "POST":
            replay_runs.begin(user=request.user, pack=pack, now=timezone.now())
            return redirect("replay-all", name=name)
        return _shown(request, pack)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _shown(request: SignedIn, pack: Resolved) -> HttpResponse:
    mine = replayable(user=request.user, now=timezone.now())
    run = ReplayRun.objects.filter(person=request.user, pack_id=pack.id).first()
    lines = _lines(run.found, set(mine.values_list("committee", flat=True).distinct()), language()) if run else []
    tongue, running = language(), run is not None and run.ended_at is None
    return page(
        request,
        "packs/_replay_run.html" if request.htmx else "packs/replay_all.html",
        section="packs",
        status=ENOUGH if request.htmx and not running else 200,
        pack={"id": pack.id, "title": pack.title.in_language(tongue), "draft": pack.status == DRAFT},
        kinds=[replays.KINDS[kind].in_language(tongue) for kind in Kind],
        run=run,
        running=running,
        figures=lines,
        to_count=mine.count() if run is None else 0,
    )


def _lines(found: Mapping[str, Any], seen: set[int], tongue: str) -> list[FiguresLine]:
    """The figures of the committees whose cases this person may still replay."""
    bodies = Committee.objects.filter(pk__in=[int(key) for key in found if int(key) in seen]).order_by("pk")
    return [_line(body, found[str(body.pk)], tongue) for body in bodies]


def _line(body: Committee, one: Mapping[str, int], tongue: str) -> FiguresLine:
    return FiguresLine(
        committee=body.pk,
        name=named(body.name, body.name_en, tongue),
        cases=one["cases"],
        changed=one["changed"],
        not_asked=one["not_asked"],
        by_kind=[(replays.KINDS[kind].in_language(tongue), one[kind.value]) for kind in Kind],
    )
