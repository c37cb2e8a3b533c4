"""Filing through the pages: form and text say the same, nothing is lost on the way, every problem is told at once."""

import json
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

import regulations
from ethics_review import operations
from ethics_review.dossier import Unreadable, parse
from ethics_review.dossier import read as read_dossier
from ethics_review.models import Case, Filing
from ethics_review.web.choices import of_items
from ethics_review.web.dossier_text import filing_in
from ethics_review.web.filing_form import FilingForm
from ethics_review.web.filing_page import as_yaml, sections
from tests.world import EXEMPTING, MORNING, filing

DOSSIERS = sorted((Path(__file__).parents[3] / "fixtures" / "dossiers").glob("*.yaml"))
LISTED = of_items(regulations.pack("ai-2026").rules["list.items"].value, "en")
NEW, FROM_DOSSIER = "/cases/new/", "/cases/new/?from=dossier"


def body_of(path):
    return dict(read_dossier(path).filing)


def form(body, data=None):
    return FilingForm(data, body=body, listed=LISTED, language="en", version=1)


def as_sent(blank):
    """What a browser sends of a form nobody touched."""
    data = QueryDict(mutable=True)
    for bound in blank:
        value = bound.value()
        values = value if isinstance(value, list) else [value]
        data.setlist(bound.html_name, [str(one) for one in values if one is not None])
    return data


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_a_filing_comes_out_of_the_form_as_it_went_in(path):
    """Except for what was left blank, which is left out."""
    body = body_of(path)
    sent = form(body, as_sent(form(body)))

    assert sent.is_valid(), sent.errors
    assert sent.filing() == given(body)


def given(value):
    """The same without blanks; a claim to be on none of the list's items is no blank."""
    if isinstance(value, dict):
        inner = {name: given(one) for name, one in value.items()}
        return {
            name: one
            for name, one in inner.items()
            if one not in ("", {}, None) and (one != [] or name == "listed_claim")
        }
    return [given(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_a_filing_comes_out_of_its_text_as_it_went_in(path):
    body = body_of(path)

    assert dict(parse(as_yaml(body)).filing) == body


def test_the_text_is_in_the_order_of_the_catalogue_whatever_order_the_database_kept():
    body = filing()
    mixed = {name: body[name] for name in sorted(body, reverse=True)}

    assert as_yaml(mixed) == as_yaml(body)
    assert as_yaml(mixed).startswith("title:\n  zh: ")


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_value_of_a_filing_is_on_its_page(path, language):
    body = body_of(path)
    shown = " ".join(
        [value for part in sections(body, language) for line in part.lines for value in line.values]
        + [value for part in sections(body, language) for grid in part.grids for row in grid.rows for _, value in row]
    )

    for text in texts(body):
        assert text in shown


def texts(value, name=""):
    """Every text of a filing that is told as it stands."""
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in texts(one, key)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one, name)]
    told_in_words = {"layer", "likelihood", "severity", "residual", "lead_or_partner", "status", "regime"}
    return [value] if isinstance(value, str) and name not in told_in_words else []


def test_a_draft_is_opened_from_the_form(browse, at, world):
    data = as_sent(form(filing())) | {"committee": world.body.pk}

    with at(MORNING):
        answer = browse(world.applicant).post(NEW, data)

    case = Case.objects.get()
    assert answer.url == reverse("filing", args=[case.number])
    assert (case.title_zh, case.title_en, case.applicant) == (
        filing()["title"]["zh"],
        filing()["title"]["en"],
        world.applicant,
    )
    assert Filing.objects.get().body == filing()


def test_a_new_draft_begins_with_the_activity_and_shows_another_part_where_something_stands_in_it(browse, at, world):
    with at(MORNING):
        browser = browse(world.applicant)
        empty = browser.get(NEW).content.decode()
        begun = browser.post(NEW, {"committee": world.body.pk, "commitment.signed_on": "soon"}).content.decode()

    names = ('name="title.zh"', 'name="plan.purpose"', 'name="commitment.signed_by"')
    assert [name in empty for name in names] == [True, False, False]
    assert [name in begun for name in names] == [True, False, True]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_question_of_the_whole_form_stands_with_the_rule_that_asks_it(browse, at, story, language):
    story.drafted()
    with at(story.now):
        browser = browse(story.applicant, language)
        begun = browser.get(NEW).content.decode()
        whole = browser.get(reverse("filing", args=[story.number]), **{"from": "form"}).content.decode()

    for page in (begun, whole):
        asked = page.count(' class="asked small-print"')
        labelled = len(re.findall(r'class="field-\w+ question', page))
        assert asked == labelled > 5
        assert page.count('class="basis basis-') > asked
    assert whole.count("question-missing") == whole.count('· <span class="soon">')


def test_what_kind_of_file_is_taken_and_how_large_is_said_beforehand(browse, at, world, read):
    with at(MORNING):
        page = read(browse(world.applicant).get(FROM_DOSSIER))

    assert "YAML or JSON, in UTF-8, at most 976.6 KB." in page


@pytest.mark.parametrize("write", [as_yaml, json.dumps], ids=["yaml", "json"])
@pytest.mark.parametrize("way", ["pasted", "sent"])
def test_a_draft_is_opened_from_a_dossier(browse, at, world, write, way):
    text = write(filing())
    data = {"text": text} if way == "pasted" else {"file": SimpleUploadedFile("dossier.txt", text.encode())}

    with at(MORNING):
        answer = browse(world.applicant).post(FROM_DOSSIER, {"committee": world.body.pk} | data)

    assert answer.status_code == 302
    assert Filing.objects.get().body == filing()


def test_every_problem_of_a_dossier_is_told_at_once_with_its_place_sentence_and_article(
    browse, at, world, read, unchanged
):
    wrong = filing(period={"start": "2026-13-01"}, unit=["a", "b"], surprise=1)

    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(FROM_DOSSIER, {"committee": world.body.pk, "text": as_yaml(wrong)})

    shown = read(answer)
    assert answer.status_code == 422
    assert "Nothing was saved: 3 things must be corrected" in shown
    for place in ("period.start", "surprise", "unit"):
        assert place in shown
    assert (
        shown.count("Measures for Ethics Review and Services of AI Science and Technology Activities (Trial), Art. 1")
        >= 3
    )
    assert "Sources of data" not in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: {zh: 一\n", "not well-formed YAML"),
        ("a: &x 1\nb: *x\n", "anchor"),
        ("unit: 甲\nunit: 乙\n", "second time"),
        ('{"unit": "甲", "unit": "乙"}', "second time"),
        ("- just\n- a list\n", "no mapping"),
        ("", "Paste a dossier or choose a file"),
    ],
)
def test_a_dossier_that_cannot_be_read_is_told_with_its_line(browse, at, world, read, unchanged, text, said):
    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(FROM_DOSSIER, {"committee": world.body.pk, "text": text})

    assert answer.status_code == 422
    assert said in read(answer)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "unit: 川岭".encode("gb18030")])
def test_a_file_that_is_no_text_is_told(browse, at, world, read, unchanged, content):
    file = SimpleUploadedFile("dossier.yaml", content)

    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(FROM_DOSSIER, {"committee": world.body.pk, "file": file})

    assert answer.status_code == 422
    assert "UTF-8" in read(answer)


def test_a_dossier_of_more_than_a_million_bytes_is_refused(browse, at, world, read, unchanged):
    file = SimpleUploadedFile("dossier.yaml", b"#" * 1_000_001)

    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(FROM_DOSSIER, {"committee": world.body.pk, "file": file})

    assert answer.status_code == 422
    assert "1000000" in read(answer)


def test_json_is_read_as_json():
    """Where YAML would read another value or none."""
    assert filing_in('{\t"id": "\\ud83d\\ude00", "unit": "a\\/b"}') == {"id": "😀", "unit": "a/b"}
    with pytest.raises(Unreadable):
        filing_in('{"id": "a", "id": "b"}')


def test_what_a_test_expects_is_never_filed():
    assert filing_in('{"unit": "a", "expect": {"listed": true}, "missing": []}') == {"unit": "a"}


def test_wrong_fields_of_the_form_are_told_where_they_stand(browse, at, world, unchanged):
    data = as_sent(form(filing())) | {
        "committee": world.body.pk,
        "period.end": "2026-01-01",
        "commitment.signed_on": "soon",
    }

    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(NEW, data)

    assert answer.status_code == 422
    assert 'id="id_commitment.signed_on"' in answer.content.decode()
    assert "Enter a valid date." in answer.content.decode()


def test_a_problem_only_the_catalogue_sees_is_told_at_its_field_too(browse, at, world, read, unchanged):
    data = as_sent(form(filing())) | {"committee": world.body.pk, "period.end": "2026-01-01"}

    with at(MORNING), unchanged():
        answer = browse(world.applicant).post(NEW, data)

    assert answer.status_code == 422
    assert read(answer).count("before it starts on") == 2


@pytest.mark.parametrize(
    ("who", "body"), [("applicant", "body"), ("bare_applicant", "centre"), ("loner", "centre"), ("officer", None)]
)
def test_only_bodies_that_may_review_are_offered(browse, at, world, read, who, body):
    with at(MORNING):
        shown = browse(getattr(world, who)).get(NEW)

    names = {name: getattr(world, name).name in read(shown) for name in ("body", "centre")}
    assert names == {"body": body == "body", "centre": body == "centre"}
    assert ("no mandate to a service centre is in force" in read(shown)) is (body is None)


def test_a_body_that_is_not_offered_is_not_taken(browse, at, world):
    data = as_sent(form(filing())) | {"committee": world.centre.pk}

    with at(MORNING):
        browse(world.applicant).post(NEW, data)

    assert Case.objects.get().committee == world.body


def test_whoever_has_no_body_files_nothing(browse, at, world, unchanged):
    with at(MORNING), unchanged():
        answer = browse(world.officer).post(NEW, as_sent(form(filing())))

    assert answer.status_code == 200


@pytest.mark.parametrize("query", ["?from=form", "?from=dossier"])
def test_a_revision_is_saved_and_shown_again_with_what_is_missing(browse, at, story, world, read, query):
    story.drafted(conflict_statement=None)
    path, browser = reverse("filing", args=[story.number]) + query, browse(world.applicant)
    changed = filing(funding="企业自筹")
    data = {"text": as_yaml(changed)} if "dossier" in query else as_sent(form(changed))

    with at(story.now):
        before = read(browser.get(path))
        saved = browser.post(path, data | {"version": story.case.version})
        after = read(browser.get(path))

    assert "1 item is missing Conflict-of-interest statement conflict_statement" in before
    assert (saved.status_code, saved.url) == (302, path)
    assert "Nothing is missing. On to submitting it" in after
    assert Filing.objects.latest("revision").body == changed


def test_a_revision_over_somebody_elses_is_not_saved(browse, at, story, world, read, unchanged):
    story.drafted()
    old = story.case.version
    story.revised()

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(
            reverse("filing", args=[story.number]), as_sent(form(filing())) | {"version": old}
        )

    assert answer.status_code == 412
    assert "Somebody was faster" in read(answer)


# Two windows on one text


def text_path(story):
    return reverse("filing", args=[story.number]) + "?from=dossier"


@pytest.fixture
def apart(story):
    """What a window sends that was drawn from revision 1, while another has saved revision 2."""
    body = filing()
    story.drafted()
    theirs = body | {"funding": "甲的来源", "plan": body["plan"] | {"purpose": "甲的目的"}}
    operations.revise(number=story.number, filing=theirs, user=story.world.applicant, now=story.now)
    mine = body | {"funding": "乙的来源", "plan": body["plan"] | {"testing": "乙的测试"}}
    return {"text": as_yaml(mine), "revision": "1", "version": 1}


@pytest.mark.parametrize("written", ["yaml", "json"])
def test_two_windows_on_one_text_overwrite_nothing_and_both_versions_are_shown(
    browse, at, story, world, read, unchanged, apart, written
):
    text = apart["text"] if written == "yaml" else json.dumps(parse(apart["text"]).filing, ensure_ascii=False)
    with at(story.now), unchanged():
        answer = browse(world.applicant).post(text_path(story), apart | {"text": text})

    page, shown = answer.content.decode(), read(answer)
    assert answer.status_code == 412
    assert "This was changed in another window" in shown
    for words in ("甲的来源", "乙的来源", "甲的目的", filing()["plan"]["purpose"]):
        assert words in shown
    assert "乙的测试" in page
    assert 'name="revision" value="2"' in page
    assert "Somebody was faster" not in shown


def test_what_is_chosen_of_both_texts_is_what_is_saved(browse, at, story, world, apart):
    chosen = {"take.funding": "theirs", "take.plan.purpose": "theirs", "take.plan.testing": "mine", "revision": "2"}
    with at(story.now):
        answer = browse(world.applicant).post(text_path(story), apart | chosen)

    body = Filing.objects.latest("revision").body
    assert answer.status_code == 302
    assert (body["funding"], body["plan"]["purpose"], body["plan"]["testing"]) == ("甲的来源", "甲的目的", "乙的测试")


def test_what_the_other_window_left_out_can_be_chosen_too(browse, at, story, world, apart):
    """And what nobody ever filed is not made by choosing it."""
    without = {name: value for name, value in filing().items() if name != "funding"}
    operations.revise(number=story.number, filing=without, user=story.world.applicant, now=story.now)
    chosen = {"take.funding": "theirs", "take.nothing.of.the.kind": "theirs", "revision": "3"}
    with at(story.now):
        answer = browse(world.applicant).post(text_path(story), apart | chosen)

    assert answer.status_code == 302
    assert {"funding", "nothing"}.isdisjoint(Filing.objects.latest("revision").body)


def test_a_text_that_cannot_be_read_is_compared_again_once_it_can(browse, at, story, world, unchanged, apart):
    """Also where something had been chosen: the choice is asked for again, and nothing is overwritten."""
    chosen = {"take.funding": "theirs", "revision": "2"}
    with at(story.now), unchanged():
        browser = browse(world.applicant)
        for early in ({}, chosen):
            wrong = browser.post(text_path(story), apart | early | {"text": "[1, 2"})
            drawn = wrong.content.decode().partition('name="revision" value="')[2].partition('"')[0]
            mended = browser.post(text_path(story), apart | {"revision": drawn})
            assert (wrong.status_code, mended.status_code) == (422, 412)


def test_a_text_that_agrees_with_what_the_other_window_saved_is_saved(browse, at, story, world, apart):
    same = Filing.objects.latest("revision").body
    with at(story.now):
        assert browse(world.applicant).post(text_path(story), apart | {"text": as_yaml(same)}).status_code == 302


def test_a_form_shown_again_for_an_error_still_overwrites_nothing(browse, at, story, world, unchanged, apart):
    whole = reverse("filing", args=[story.number]) + "?from=form"
    sent = as_sent(form(filing())) | {"revision": "1", "funding": "乙的来源"}
    with at(story.now), unchanged():
        browser = browse(world.applicant)
        wrong = browser.post(whole, sent | {"plan.purpose": "长" * 200_000})
        drawn = wrong.content.decode().partition('name="revision" value="')[2].partition('"')[0]
        mended = browser.post(whole, sent | {"revision": drawn})

    assert (wrong.status_code, drawn, mended.status_code) == (422, "1", 412)


def test_a_malformed_revision_is_not_saved(browse, at, story, world, unchanged):
    story.drafted()
    data = {"version": story.case.version, "text": "unit: [a]"}

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(reverse("filing", args=[story.number]) + "?from=dossier", data)

    assert answer.status_code == 422
    assert "unit: [a]" in answer.content.decode()


@pytest.mark.parametrize("who", ["secretary", "stranger", "manager"])
def test_nobody_but_the_applicant_edits_the_filing(browse, at, story, world, who):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])

    with at(story.now):
        assert browse(getattr(world, who)).get(reverse("filing", args=[story.number])).status_code == 404


def test_a_filing_before_the_committee_is_not_edited(browse, at, story, world):
    story.submitted()

    with at(story.now):
        assert browse(world.applicant).get(reverse("filing", args=[story.number])).status_code == 404


def test_records_are_added_in_the_spare_rows_and_removed_by_emptying_them(browse, at, story, world):
    story.drafted(cross_references=[EXEMPTING])
    body = filing(cross_references=[EXEMPTING])
    data = as_sent(form(body))
    for name in ("regime", "number", "status", "date", "ethics_is_a_condition"):
        data[f"cross_references.1.{name}"] = data[f"cross_references.0.{name}"]
        data[f"cross_references.0.{name}"] = ""
    data["cross_references.1.number"] = "网信算备二号"

    with at(story.now):
        browse(world.applicant).post(reverse("filing", args=[story.number]), data | {"version": story.case.version})

    references = Filing.objects.latest("revision").body["cross_references"]
    assert references == [EXEMPTING | {"number": "网信算备二号"}]


@pytest.mark.parametrize(
    ("number", "kept"),
    [("7", True), ("9999", True), ("10000", False), ("9" * 5000, False), ("٣", False), ("-1", False), ("x", False)],
)
def test_a_record_costs_one_row_whatever_its_number(number, kept):
    """Were the rows up to the number made, one request could ask for billions of fields."""
    body = filing(cross_references=[EXEMPTING])
    data = as_sent(form(body))
    data[f"cross_references.{number}.number"] = "网信算备二号"
    sent = form(body, data)

    assert len(sent.fields) <= len(form(body).fields) + 5
    assert sent.is_valid()
    numbers = [reference.get("number") for reference in sent.filing()["cross_references"]]
    assert numbers == [EXEMPTING["number"], *(["网信算备二号"] if kept else [])]


def test_a_new_filing_begins_with_what_the_product_knows(browse, at, world):
    with at(MORNING):
        shown = browse(world.applicant).get(NEW).content.decode()

    assert 'name="unit" value="川岭大学"' in shown
    assert 'name="responsible_person.name" value="沈若水"' in shown
