"""Filing: a new case from a form or a dossier, and the revision of a filing that is open to correction.

Every problem is shown at once, with its place, sentence and article; nothing is written until there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

import regulations
from committees.models import Committee
from ethics_review.dossier import Unreadable
from ethics_review.engine import Stale
from ethics_review.engine.facts import adopted
from ethics_review.models import Case
from ethics_review.operations import Draft, Malformed, create_case, revise
from ethics_review.queries.competent import bodies_for
from ethics_review.web.checklists import checklists_of
from ethics_review.web.choices import of_items
from ethics_review.web.dossier_text import filing_in
from ethics_review.web.filing_conflict import Difference, taken, theirs_of
from ethics_review.web.filing_form import THE_ACTIVITY, FilingForm, Group
from ethics_review.web.filing_page import Lacking, as_yaml
from ethics_review.web.filing_steps import StepPage, first_unfinished, page_of, sent_for
from ethics_review.web.forms import DossierForm, RevisionForm
from ethics_review.web.heading import heading_of, named
from ethics_review.web.inputs import SHORT, Choice
from ethics_review.web.page import INVALID, REFUSED, STALE, SignedIn, answers, language, page
from ethics_review.web.shown import Trouble, reasons_of, troubles_of
from ethics_review.web.stepping import Opened, conflict_of, drawn_from, opened
from regulations import materials
from regulations.pack import Resolved, Rules
from regulations.refusal import Refused
from regulations.vocabulary import State

Written = FilingForm | DossierForm | RevisionForm


@dataclass(frozen=True)
class Outcome:
    """What came of a filing that was sent: the troubles found and the status they are answered with."""

    troubles: list[Trouble]
    status: int = INVALID
    conflict: list[Difference] = field(default_factory=list)


@answers("GET", "POST")
def new(request: SignedIn) -> HttpResponse:
    """A new draft, from the form or from a dossier."""
    bodies = bodies_for(user=request.user, now=timezone.now())
    body = _chosen(bodies, request.POST.get("committee", ""))
    pack = adopted(body) if body else regulations.newest()
    form = _written(request, pack, _known(request))
    outcome = Outcome([], 200)
    if request.method == "POST" and body and form.is_valid():
        done = _created(request, body, pack, form)
        if isinstance(done, Case):
            messages.success(request, gettext("The draft %(number)s was opened.") % {"number": done.number})
            return redirect("filing", number=done.number)
        outcome = done
    return page(
        request,
        "cases/new.html",
        section="cases",
        status=outcome.status if not form.errors else INVALID,
        bodies=[(one.pk, named(one.name, one.name_en, language()), one == body) for one in bodies],
        way=_way(request),
        form=form,
        parts=_asked(form, _begun(form), [], pack.rules_for(house=body.house if body else {})),
        troubles=outcome.troubles,
        checklists=checklists_of({}, language()),
    )


def _begun(form: Written) -> list[Group]:
    """The parts a new draft begins with: the activity, and any other in which something stands already."""
    groups = form.groups() if isinstance(form, FilingForm) else []
    return [group for group in groups if group.key == THE_ACTIVITY or group.opened]


def _asked(form: Written, groups: list[Group], missing: list[Lacking], rules: Rules) -> list[StepPage]:
    """The questions of each part, with the rules that ask for them."""
    return [page_of(group, form=form, lacking=missing, rules=rules) for group in groups if isinstance(form, FilingForm)]


def _known(request: SignedIn) -> dict[str, Any]:
    """What the product knows of whoever files, and the activity a change was asked for at its own page."""
    unit, amends = request.user.institution, request.GET.get("amends", "")[:SHORT]
    return ({"amends": amends} if amends else {}) | {
        "unit": unit.name if unit else "",
        "responsible_person": {"name": str(request.user)},
        "lead_or_partner": "lead",
    }


def _chosen(bodies: list[Committee], key: str) -> Committee | None:
    return next((body for body in bodies if str(body.pk) == key), bodies[0] if bodies else None)


def _way(request: SignedIn) -> str:
    return "dossier" if request.GET.get("from") == "dossier" else "form"


def _written(request: SignedIn, pack: Resolved, body: Mapping[str, Any]) -> FilingForm | DossierForm:
    data = request.POST if request.method == "POST" else None
    if _way(request) == "dossier":
        return DossierForm(data, request.FILES or None)
    return FilingForm(data, body=body, listed=_listed(pack), language=language())


def _listed(pack: Resolved) -> tuple[Choice, ...]:
    items: Any = pack.rules["list.items"].value
    return of_items(items, language())


def _filing_of(form: Written) -> Mapping[str, Any]:
    if isinstance(form, FilingForm):
        return form.filing()
    return filing_in(form.cleaned_data.get("file") or form.cleaned_data["text"])


def _created(request: SignedIn, body: Committee, pack: Resolved, form: Written) -> Case | Outcome:
    try:
        filing = _filing_of(form)
        title = materials.claims(filing).title
        draft = Draft(committee=body, filing=filing, title_zh=title.zh or gettext("Untitled"), title_en=title.en)
        return create_case(draft=draft, user=request.user, now=timezone.now())
    except (Unreadable, Malformed) as error:
        return _troubled(form, error, pack)


def _troubled(form: Written, error: Unreadable | Malformed, pack: Resolved) -> Outcome:
    troubles = troubles_of(error.problems, pack, language())
    if isinstance(form, FilingForm):
        for trouble in troubles:
            form.blame(trouble.path, trouble.sentence)
    return Outcome(troubles)


@answers("GET", "POST")
def edit(request: SignedIn, number: str) -> HttpResponse:
    """The filing while it is open to correction: as a form or as YAML, beside it all that is missing."""
    draft = opened(request, number)
    case, filing = draft.case, draft.filing
    if request.method == "GET" and "from" not in request.GET:
        return redirect("filing-step", number=number, key=first_unfinished(draft.lacking()))
    form = _revision(request, draft)
    outcome = Outcome([], 200)
    if request.method == "POST" and form.is_valid():
        done = _revised(request, draft, form)
        if isinstance(done, Case):
            messages.success(request, gettext("Saved as revision %(revision)d.") % {"revision": filing.revision + 1})
            return redirect(request.get_full_path())
        outcome = done
    lacking = draft.lacking()
    return page(
        request,
        "cases/filing.html",
        section="cases",
        status=outcome.status if not form.errors else INVALID,
        case=heading_of(case, language()),
        revision=filing.revision,
        way=_way(request),
        form=form,
        troubles=outcome.troubles,
        parts=_asked(form, form.groups() if isinstance(form, FilingForm) else [], lacking, draft.rules),
        stale=outcome.status == STALE and not outcome.conflict,
        conflict=outcome.conflict,
        drawn=_drawn(request, draft, form, outcome),
        lacking=lacking,
        checklists=checklists_of(filing.body, language()),
        submit_move="submit" if case.state == State.DRAFT else "resubmit",
    )


def _revision(request: SignedIn, draft: Opened) -> FilingForm | RevisionForm:
    sent = request.POST if request.method == "POST" else None
    if _way(request) == "dossier":
        stands = {"text": as_yaml(draft.filing.body), "version": draft.case.version}
        return RevisionForm(sent and _as_of_now(draft, sent, sent.copy()), initial=stands)
    return draft.form(sent and _as_of_now(draft, sent, sent_for(stored=draft.form(), sent=sent)))


def _as_of_now(draft: Opened, sent: QueryDict, data: QueryDict) -> QueryDict:
    """A form that says which revision it was drawn from is compared with the newest, and needs no version beside it."""
    data["version"] = str(draft.case.version) if "revision" in sent else sent.get("version", "")
    return data


def _drawn(request: SignedIn, draft: Opened, form: Written, outcome: Outcome) -> str:
    """What the form says it was drawn from. A text that cannot be read is compared again, with what was chosen gone."""
    unread = isinstance(form, RevisionForm) and outcome.status != STALE and theirs_of(request.POST)
    return "" if unread else drawn_from(request, draft, compared=bool(outcome.conflict))


def _revised(request: SignedIn, draft: Opened, form: Written) -> Case | Outcome:
    """The next revision; a form that names the revision it was drawn from is compared with what another has saved."""
    try:
        filing, given = _filing_of(form), request.POST.get("revision")
        if isinstance(form, RevisionForm):
            filing = taken(mine=filing, theirs=draft.filing.body, paths=theirs_of(request.POST))
        conflict = conflict_of(draft, filing, given=given, part="") if given is not None else []
        if conflict:
            return Outcome([], STALE, conflict)
        version = form.cleaned_data["version"]
        return revise(number=draft.case.number, filing=filing, user=request.user, now=timezone.now(), version=version)
    except (Unreadable, Malformed) as error:
        return _troubled(form, error, draft.rules.pack)
    except Refused as error:
        return Outcome(
            [Trouble("", one.sentence, one.ground) for one in reasons_of(error.refusals, language())], REFUSED
        )
    except Stale:
        return Outcome([], STALE)
