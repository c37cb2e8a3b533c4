"""What applicants do: fill in an application step by step, each question found by its label, submit, correct, amend."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from django.forms import BoundField

from ethics_review.demo import script
from ethics_review.web.filing_steps import part_at
from tests.e2e_browser.conftest import sync_api
from tests.e2e_browser.journey import Journey
from tests.e2e_browser.party import Party

START_WITH = "activity"


def file(journey: Journey, *, documents: tuple[dict[str, Any], ...] = ()) -> None:
    """A draft filled in from the first question to the last look at all of it, then submitted."""
    applicant = journey.who(journey.applicant).comes().link("File a new case")
    open_draft(applicant, journey.filing)
    _begun(journey, applicant)
    walk_the_steps(applicant, journey.filing, list(documents))
    submit(journey, applicant)


def paste(journey: Journey) -> None:
    """A text written beforehand, pasted as a whole: for whoever is in a hurry."""
    applicant = journey.who(journey.applicant).comes().link("File a new case").link("As a text (YAML or JSON)")
    text = yaml.safe_dump(journey.filing, allow_unicode=True, sort_keys=False)
    applicant.fills(applicant.tongue.phrase("Paste a dossier (YAML or JSON)"), text)
    applicant.station("new").button("Open the draft")
    _begun(journey, applicant)
    submit(journey, applicant)


def _begun(journey: Journey, applicant: Party) -> None:
    """Until it is submitted nobody else knows of it."""
    journey.number = applicant.path().split("/")[2]
    journey.hidden(journey.secretary)


def submit(journey: Journey, applicant: Party, move: str = "submit") -> None:
    applicant.says("Nothing is missing." if not journey.missing or move != "submit" else "Check and submit")
    applicant.station("check").link("On to submitting it")
    applicant.station(move)
    journey.sent(move, applicant)


# Corrections


def modified(journey: Journey, name: str, *corrections: str) -> None:
    """The steps that change are gone through again; then the whole is put before the committee."""
    body = script.corrected(name, *corrections)
    applicant = journey.reads(journey.applicant).link("Edit the filing")
    for part in dict.fromkeys(part_at(path) for path in _changed(journey.filing, body)):
        at_step(applicant, body, part)
        fill_in(applicant, body, part)
        applicant.station(f"again-{part}").button("Save and go on")
    journey.filing = dict(body)
    applicant.link("Check and submit")
    submit(journey, applicant, "resubmit")


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    return (name for name in after if after[name] != before.get(name))


def supply(journey: Journey, name: str, *corrections: str) -> None:
    """The completion notice is answered item by item, what was filed standing beside."""
    body = script.corrected(name, *corrections)
    applicant = journey.reads(journey.applicant)
    asked = applicant.region("To be supplied").get_by_role("listitem")
    sync_api.expect(asked).to_have_count(len(journey.missing))
    applicant.station("notice").link("Answer it item by item")
    form = applicant.tongue.filing(body)
    for bound in form:
        if any(bound.html_name == path or bound.html_name.startswith(f"{path}.") for path in journey.missing):
            fill(applicant, bound, applicant.main)
    journey.filing = dict(body)
    applicant.station("answer").button("Save and resubmit")
    applicant.says("Done: %(move)s.", move=applicant.tongue.move("resubmit")).station("answered")


# Changes of what was approved


def report_change(journey: Journey, *, of: str, what: str, reason: str) -> None:
    """The change is reported at the page of the activity it changes."""
    journey.number = of
    told = {"what": what, "reason": reason, "affects_risk_benefit": False, "major": False}
    applicant = journey.reads(journey.applicant)
    applicant.named(applicant.tongue.move("report_change"), applicant.region("Report or appeal"))
    applicant.answers("report_change", told).station("report_change")
    journey.sent("report_change", applicant)


def amend(journey: Journey) -> None:
    """An application of its own that names the activity, begun at its page."""
    applicant, of = journey.reads(journey.applicant), journey.number
    applicant.link("File a change for review", applicant.region("Report or appeal"))
    journey.filing = journey.filing | {"amends": of}
    open_draft(applicant, journey.filing)
    _begun(journey, applicant)
    walk_the_steps(applicant, journey.filing, [])
    submit(journey, applicant)


# Filling in


def open_draft(applicant: Party, body: Mapping[str, Any]) -> None:
    """A new draft begins with the activity."""
    fill_in(applicant, body, START_WITH)
    applicant.station("new").button("Open the draft")


def walk_the_steps(applicant: Party, body: Mapping[str, Any], documents: list[dict[str, Any]]) -> None:
    """From the step after the activity to the last look at all of it."""
    for part in [part for part in applicant.tongue.steps if part != START_WITH]:
        if any(group.opened for group in applicant.tongue.filing(body).groups() if group.key == part):
            at_step(applicant, body, part)
            fill_in(applicant, body, part)
            applicant.station(f"step-{part}").button("Save and go on")
    applicant.link("Documents", _steps(applicant))
    if documents:
        add(applicant, documents)
    applicant.station("documents").link("Go on")


def _steps(applicant: Party) -> Any:
    return applicant.page.get_by_role("navigation", name=applicant.tongue.phrase("Steps of the application"))


def at_step(applicant: Party, body: Mapping[str, Any], part: str) -> None:
    label = next(group.label for group in applicant.tongue.filing(body).groups() if group.key == part)
    applicant.named(label, _steps(applicant))


def add(applicant: Party, documents: list[dict[str, Any]]) -> None:
    """Attach files where the page asks for them."""
    applicant.labelled(applicant.tongue.phrase("Files")).set_input_files(documents)
    applicant.main.get_by_role("button", name=applicant.tongue.phrase("Add"), exact=True).click()
    for document in documents:
        applicant.says("%(name)s was added.", name=document["name"])


def fill_in(applicant: Party, body: Mapping[str, Any], part: str) -> None:
    """Every question of one part that `body` answers. More rows are asked for where they run out."""
    group = next(group for group in applicant.tongue.filing(body).groups() if group.key == part)
    for question in group.fields:
        fill(applicant, question, applicant.main)
    for number, record in enumerate((one for one in group.records if one.filled), 1):
        place = _row(applicant, number)
        for question in record.fields:
            fill(applicant, question, place)


def _row(applicant: Party, number: int) -> Any:
    """The fields of the record of that number, opened or asked for."""
    name = applicant.tongue.phrase("No. %(n)s", n=number)
    row = applicant.main.get_by_role("group", name=name, exact=True)
    folded = applicant.main.locator("details").filter(has_text=name)
    if not row.count() and not folded.count():
        applicant.button("Save and offer more rows")
    if folded.count():
        applicant.unfold(folded.first)
    return row


def fill(applicant: Party, question: BoundField, place: Any) -> None:
    """One question, answered as its value would be by hand."""
    value = question.value()
    if value in (None, "", []):
        return
    with applicant.tongue.spoken():
        choices = dict(_flat(getattr(question.field, "choices", ())))
    if isinstance(value, list):
        group = applicant.group(question.label, place)
        for one in value:
            applicant.marks(choices[str(one)], group)
    elif choices:
        applicant.chooses(question.label, choices[str(value)], place)
    else:
        applicant.fills(question.label, str(value), place)


def _flat(choices: Any) -> Any:
    """The choices of a list, whether they stand under headings or not."""
    for value, label in choices:
        yield from label if isinstance(label, (list, tuple)) else [(value, str(label))]
