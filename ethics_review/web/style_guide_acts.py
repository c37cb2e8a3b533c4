"""Larger pieces of the style guide: what stands beside and in the forms of acts, and what a meeting shows of a matter.

Every value is made up; nobody's vote is here.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

import regulations
from ethics_review.web import inputs
from ethics_review.web.beside import Receipt, Trigger
from ethics_review.web.candidates import Candidate, Speaking
from ethics_review.web.forms import MoveForm
from ethics_review.web.inputs import Choice
from ethics_review.web.meeting_page import Matter, Quorum, Vote
from ethics_review.web.move_page import MovePage
from ethics_review.web.presiding_page import Taking
from ethics_review.web.shown import Ground, Reason, ground_of
from ethics_review.web.specimen import Specimen
from ethics_review.web.style_guide_case import HASH, NUMBER
from ethics_review.web.terms import word
from ethics_review.wording import counting
from regulations.pack import Rules
from regulations.quorum import Arithmetic

FOLDER = "moves/parts"
PEOPLE = ("1", "2")


def pieces_of_acts(tongue: str, now: datetime) -> Iterator[Specimen]:
    """In the order of the alphabet."""
    yield _piece("candidates", gettext("Who may be named and why, and who may not and why not."), _candidates(tongue))
    yield _piece("focuses", gettext("The questions of a worksheet, each with its article."), _focuses(tongue))
    yield _piece("ground", gettext("What an act stands on and brings about."), {"move": _move(tongue)})
    matters: list[Mapping[str, Any]] = [{"matter": matter} for matter in _matters(tongue)]
    yield Specimen(
        "matter", gettext("One matter of a meeting, with its quorum or its ballot."), matters, "meetings/parts"
    )
    yield _piece("receipt", gettext("The receipt of one's own vote."), {"receipt": _receipt(now)})
    yield _piece("triggers", gettext("Acts of one press, each with the rule that allows it."), _triggers(tongue))


def _piece(name: str, says: str, way: Mapping[str, Any]) -> Specimen:
    return Specimen(name, says, [way], FOLDER)


def _ground(rule: str, tongue: str) -> Ground:
    return ground_of(regulations.newest().rules[rule].source, tongue)


def _candidates(tongue: str) -> Mapping[str, Any]:
    choices = tuple(Choice(key, key) for key in PEOPLE)
    schema = {"type": "array", "items": {"type": "integer"}}
    asked = inputs.part("reviewers", schema, gettext("Reviewers"), choices, required=True)
    may = [
        Speaking(gettext("Has declared that there is no interest"), "good", _ground("interest.declaration", tongue)),
        Speaking(gettext("Signed statements are not on record"), "quiet", None),
        Speaking(gettext("No training is on record"), "waiting", _ground("review.reviewers", tongue)),
    ]
    sentence = gettext("The reason as a sentence, with the figures that were counted.")
    why_not = [Reason(sentence, _ground("interest.recusal", tongue))]
    member, vice, brings = word("member", tongue), word("vice_chair", tongue), word("ethics", tongue)
    found = [
        Candidate(PEOPLE[0], gettext("The first member"), member, brings, 1, may, []),
        Candidate(PEOPLE[1], gettext("The second member"), vice, brings, 0, [], why_not),
    ]
    return {"candidates": found, "form": MoveForm(None, parts=[asked])}


def _focuses(tongue: str) -> Mapping[str, Any]:
    rules = Rules(regulations.newest())
    items, source = rules.entries("review.focuses")[:2], rules.source("review.focuses")
    gist = rules.rule("review.focuses").gist.in_language(tongue)
    form = MoveForm(None, parts=[inputs.focuses("focuses", gist, items, source, tongue)])
    return {"part": form.shown()[0]}


def _move(tongue: str) -> MovePage:
    pack = regulations.newest()
    line, rule = pack.moves["submit_worksheet"], pack.rules["review.focuses"]
    words = line.label.in_language(tongue), rule.gist.in_language(tongue)
    told = [word("secretary", tongue), word("chair", tongue)]
    return MovePage(line.name, *words, _ground("review.focuses", tongue), [], [], [], told, [], sealed=True)


def _matters(tongue: str) -> list[Matter]:
    """Too few, enough, under the vote, and voted on."""
    label, names = gettext("Triage assistant"), gettext("The first member")
    number, majority = _ground("meeting.min_present", tongue), _ground("decision.majority", tongue)
    short = Quorum(1, 5, names, word("ethics", tongue), names, met=False, ground=number)
    enough = Quorum(5, 5, names, "", "", met=True, ground=number)
    count = counting.arithmetic(Arithmetic(7, 1, 0, 6, 4, 6, carried=True), tongue)
    under_way = Vote(True, 3, 6, 4, "", "", None, majority, "", names, gettext("The second member"))
    done = Vote(False, 6, 6, 4, gettext("Approved"), "", None, majority, count, "", "")
    here = (
        Taking(1, names, gettext("counts"), "good", ""),
        Taking(2, gettext("An adviser"), gettext("in the room, no vote"), "working", word("adviser", tongue)),
    )
    return [
        Matter(1, 1, label, "", False, "", short, None, "", taking=here),
        Matter(2, 2, label, "", False, "", enough, None, ""),
        Matter(3, 3, label, "", False, "", None, under_way, ""),
        Matter(4, 4, label, "", True, "", None, done, ""),
    ]


def _receipt(now: datetime) -> Receipt:
    return Receipt(now, gettext("Approved"), gettext("Reason"), HASH, True, 12, HASH[::-1])


def _triggers(tongue: str) -> Mapping[str, Any]:
    rules = Rules(regulations.newest())
    ground = _ground("simplified.triggers", tongue)
    found = [Trigger(item.key, item.words.in_language(tongue), ground) for item in rules.entries("simplified.triggers")]
    return {"triggers": found, "number": NUMBER, "version": 1}
