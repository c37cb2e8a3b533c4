"""A case as every page about it names it, found for whoever may know of it; and who did something to it last."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext

from accounts.models import User
from committees.models import Committee
from ethics_review import wording
from ethics_review.api.readers import Reader
from ethics_review.engine import Explained
from ethics_review.engine.facts import adopted, pack_of
from ethics_review.models import Case
from ethics_review.queries import inbox
from ethics_review.web.shown import Standing, standing_of
from ethics_review.web.terms import apart, sentence_case
from regulations.pack import Resolved
from regulations.refusal import Refused
from regulations.vocabulary import Role


@dataclass(frozen=True)
class Heading:
    """A case as every page about it names it."""

    number: str
    title: str
    other_title: str
    version: int
    standing: Standing


def visible_case(*, number: str, user: User, now: datetime) -> Case:
    """The case, or 404 for whoever may not know that it exists. Two statements.

    Beside it `unread`: how many messages wait for the reader, which every page tells.
    """
    related = Case.objects.visible_to(user, now).select_related(
        "committee__institution", "institution", "applicant", "amends"
    )
    case = related.annotate(unread=inbox.unread_beside(user=user)).filter(number=number).first()
    if case is None:
        raise Http404
    return case


def heading_of(case: Case, language: str) -> Heading:
    titles = [case.title_zh, case.title_en]
    if language.startswith("en") and case.title_en:
        titles.reverse()
    return Heading(case.number, titles[0], titles[1], case.version, standing_of(case.state, language))


def named(zh: str, en: str, language: str) -> str:
    """A name in the reader's language where it has one."""
    return en if language.startswith("en") and en else zh


def unit_of(case: Case, language: str) -> str:
    """The unit, or the person who belongs to none."""
    return named(case.institution.name, case.institution.name_en, language) if case.institution else str(case.applicant)


def pack_shown(of: Case | Committee, language: str) -> tuple[Resolved | None, str]:
    """The pack that binds the case or the body. Where it is not installed: none, and why; a list goes on."""
    try:
        return (pack_of(of) if isinstance(of, Case) else adopted(of)), ""
    except Refused as gone:
        return None, " ".join(wording.sentence(refusal, language) for refusal in gone.refusals)


def latest_of(explained: Explained, language: str) -> str:
    """Who did what last, for the one who came second; the name only for whom it is not withheld from."""
    latest = explained.situation.facts.latest
    if latest is None:
        return ""
    known = Reader(0, explained.roles).knows(Role(latest.role))
    role = sentence_case(wording.label_in(Role, latest.role, language))
    who = f"{apart(latest.actor)} · {role}" if known else role
    act = wording.act_label(latest.action, language, pack=explained.situation.facts.rules.pack)
    return gettext("%(act)s (%(who)s)") % {"act": act, "who": who}
