"""The application step by step: a step touches its own part, a draft saves itself, no window overwrites another."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from ethics_review import wording
from ethics_review.models import Filing
from ethics_review.web import filing_steps
from ethics_review.web.filing_form import FilingForm
from ledger.models import Entry
from tests.world import EXEMPTING, Story, filing, risks

PARTS = (
    "activity",
    "plan",
    "risk_assessment",
    "commitment",
    "change",
    "partners",
    "urgency",
    "informed_consent",
    "cross_references",
)


def path(story, key="plan"):
    return reverse("filing-step", args=[story.number, key])


def sent(story, key="plan", **changed):
    """What a browser sends of a step in which the fields named were changed; "__" stands for a dot."""
    body, version = story.case.filings.latest("revision"), story.case.version
    form = FilingForm(None, body=body.body, listed=(), language="en", version=version)
    names = [name for name in form.fields if name != "version" and filing_steps.part_at(name) == key]
    data = QueryDict(mutable=True)
    data.setlist("revision", [str(body.revision)])
    for name in names:
        value = form[name].value()
        data.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value]) if one is not None])
    for name, value in changed.items():
        data[name.replace("__", ".")] = value
    return data


@pytest.fixture
def newest(story):
    return lambda: story.case.filings.latest("revision")


def test_the_steps_are_the_parts_of_a_filing_then_its_documents_and_a_last_look():
    assert filing_steps.every_step() == (*PARTS, "documents", "check")


def test_every_question_is_explained_in_both_languages():
    form = FilingForm(None, body={}, listed=(), language="en")
    untold = [name for name in form.fields if name != "version" and not wording.question(name, "zh-hans")]

    assert untold == []
    assert all(wording.question(name, "en") for name in form.fields if name != "version")


def test_every_question_stands_with_its_article_and_how_sure_it_is(browse, at, story, world, read):
    story.drafted()

    with at(story.now):
        shown = read(browse(world.applicant).get(path(story, "commitment")))

    assert "Who signed the letter. Art. 12 read" in shown
    assert "where there are none, say so. Art. 9 parent" in shown
    assert (
        "Measures for Ethics Review and Services of AI Science and Technology Activities (Trial), Art. 12 read" in shown
    )
    assert "Measures for Science and Technology Ethics Review (Trial), Art. 9 parent" in shown


def test_the_way_in_leads_to_the_first_step_that_lacks_something(browse, at, story, world):
    story.drafted(conflict_statement=None)

    with at(story.now):
        answer = browse(world.applicant).get(reverse("filing", args=[story.number]))
        story.revised()
        complete = browse(world.applicant).get(reverse("filing", args=[story.number]))

    assert (answer.url, complete.url) == (path(story, "commitment"), path(story, "check"))


@pytest.mark.parametrize(("going", "to"), [("next", "risk_assessment"), ("save", "plan")])
def test_a_step_is_saved_and_leads_on(browse, at, story, world, newest, going, to):
    story.drafted(cross_references=[EXEMPTING])

    with at(story.now):
        answer = browse(world.applicant).post(path(story), sent(story, plan__purpose="新的目的") | {"go": going})

    assert (answer.status_code, answer.url) == (302, path(story, to))
    expected = filing(cross_references=[EXEMPTING])
    expected["plan"] = expected["plan"] | {"purpose": "新的目的"}
    assert (newest().revision, newest().body) == (2, expected)


def test_what_has_not_changed_is_not_written(browse, at, story, world, unchanged):
    story.drafted()

    with at(story.now):
        browser = browse(world.applicant)
        browser.get(path(story))
        before = Entry.objects.count(), Filing.objects.count()
        answer = browser.post(path(story), sent(story) | {"go": "next"})

    assert answer.url == path(story, "risk_assessment")
    assert (Entry.objects.count(), Filing.objects.count()) == before


def test_a_draft_saves_itself_and_says_when(browse, at, story, world, newest, read):
    story.drafted(conflict_statement=None)

    with at(story.now):
        answer = browse(world.applicant).post(
            path(story, "commitment"), sent(story, "commitment", conflict_statement="无"), hx_request="true"
        )

    page, shown = answer.content.decode(), read(answer)
    assert answer.status_code == 200
    assert "<html" not in page
    assert "Saved by itself as revision 2, 2026-06-10 09:00." in shown
    assert 'name="revision" id="revision" value="2" hx-swap-oob="true"' in page
    assert "Nothing is missing." in shown
    assert newest().body == filing(conflict_statement="无")


def test_what_a_committee_waits_for_does_not_save_itself(browse, at, story, world):
    story.drafted()
    with at(story.now):
        draft = browse(world.applicant).get(path(story)).content.decode()
    story.does(world.applicant, "submit")
    story.does(world.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])

    with at(story.now):
        waiting = browse(world.applicant).get(path(story)).content.decode()

    assert ("hx-post" in draft, "hx-post" in waiting) == (True, False)


@pytest.mark.parametrize("itself", [True, False])
def test_what_is_wrong_is_told_and_nothing_is_written(browse, at, story, world, read, unchanged, itself):
    story.drafted()
    headers = {"hx_request": "true"} if itself else {}
    data = sent(story, "commitment", commitment__signed_on="soon") | {"go": "next"}

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(path(story, "commitment"), data, **headers)

    assert answer.status_code == (200 if itself else 422)
    assert "Enter a valid date." in read(answer)
    assert itself or 'value="soon"' in answer.content.decode()


def test_a_row_is_added_in_the_spare_rows_and_removed_by_its_button(browse, at, story, world, newest):
    story.drafted(risk_assessment=risks())
    first = newest().body["risk_assessment"]["risks"]
    added = {f"risk_assessment.risks.{len(first)}.name": "新风险", f"risk_assessment.risks.{len(first)}.kind": "bias"}

    with at(story.now):
        browser, step = browse(world.applicant), path(story, "risk_assessment")
        more = browser.post(step, sent(story, "risk_assessment") | added | {"go": "row"})
        two = newest().body["risk_assessment"]["risks"]
        browser.post(step, sent(story, "risk_assessment") | {"remove": "risk_assessment.risks.0"})

    assert more.url == f"{step}#records"
    assert two == [*first, {"name": "新风险", "kind": "bias"}]
    assert newest().body["risk_assessment"]["risks"] == two[1:]


def test_the_kinds_of_risk_stand_under_their_layers(browse, at, story, world):
    story.drafted()

    with at(story.now):
        page = browse(world.applicant, "zh-hans").get(path(story, "risk_assessment")).content.decode()

    assert page.index('<optgroup label="内生风险">') < page.index('value="bias"') < page.index("应用风险")


def test_two_windows_on_different_parts_both_save(browse, at, story, world, newest):
    story.drafted()
    late = sent(story, "commitment", conflict_statement="另有说明")

    with at(story.now):
        browser = browse(world.applicant)
        browser.post(path(story), sent(story, plan__purpose="甲") | {"go": "save"})
        answer = browser.post(path(story, "commitment"), late | {"go": "save"})

    assert answer.status_code == 302
    assert (newest().body["plan"]["purpose"], newest().body["conflict_statement"]) == ("甲", "另有说明")


@pytest.fixture
def apart(story, world, browse, at):
    """Two windows were opened on the plan; the first has saved a purpose and an algorithm, the second has typed."""
    story.drafted()
    late = sent(story, plan__purpose="乙的目的", plan__testing="乙的测试")
    with at(story.now):
        browse(world.applicant).post(
            path(story), sent(story, plan__purpose="甲的目的", plan__algorithm="甲的算法") | {"go": "save"}
        )
    return late


def test_two_windows_on_one_part_overwrite_nothing_and_both_versions_are_shown(
    browse, at, story, world, read, unchanged, apart
):
    with at(story.now):
        browser = browse(world.applicant)
        browser.get(path(story))
        with unchanged():
            answer = browser.post(path(story), apart | {"go": "save"})

    page, shown = answer.content.decode(), read(answer)
    assert answer.status_code == 412
    for words in ("甲的目的", "乙的目的", "甲的算法", "乙的测试", filing()["plan"]["algorithm"], "Revision 2".lower()):
        assert words in shown
    chosen = {name: side for side in ("mine", "theirs") for name in CHOICES if _chosen(page, name, side)}
    assert chosen == {"plan.purpose": "mine", "plan.testing": "mine", "plan.algorithm": "theirs"}
    assert 'name="revision" id="revision" value="2"' in page
    assert "hx-post" not in page


CHOICES = ("plan.purpose", "plan.testing", "plan.algorithm")


def _chosen(page, name, side):
    return f'name="take.{name}" value="{side}" id="{side}-{name}" checked' in page


def test_a_step_shown_again_for_an_error_still_overwrites_nothing(browse, at, story, world, unchanged, apart):
    """It has been compared with nothing yet: once the error is mended, both versions are shown."""
    with at(story.now), unchanged():
        browser = browse(world.applicant)
        wrong = browser.post(path(story), apart | {"go": "save", "plan.purpose": "长" * 200_000})
        page = wrong.content.decode()
        drawn = page.partition('name="revision" id="revision" value="')[2].partition('"')[0]
        mended = browser.post(path(story), apart | {"go": "save", "revision": drawn})

    assert (wrong.status_code, drawn, mended.status_code) == (422, "1", 412)


def test_what_is_chosen_of_both_is_what_is_saved(browse, at, story, world, newest, apart):
    chosen = {"take.plan.purpose": "theirs", "take.plan.testing": "mine", "take.plan.algorithm": "theirs"}

    with at(story.now):
        answer = browse(world.applicant).post(path(story), apart | chosen | {"go": "save", "revision": "2"})

    plan = newest().body["plan"]
    assert answer.status_code == 302
    assert (plan["purpose"], plan["testing"], plan["algorithm"]) == ("甲的目的", "乙的测试", "甲的算法")


def test_a_window_that_saves_itself_is_told_of_the_other_and_writes_nothing(
    browse, at, story, world, read, unchanged, apart
):
    with at(story.now), unchanged():
        answer = browse(world.applicant).post(path(story), apart, hx_request="true")

    assert answer.status_code == 200
    assert "Not saved: this was changed in another window." in read(answer)


@pytest.mark.parametrize("revision", ["", "0", "99", "x", "9" * 5000])
def test_a_page_that_does_not_say_what_it_was_drawn_from_overwrites_nothing(
    browse, at, story, world, unchanged, apart, revision
):
    with at(story.now), unchanged():
        answer = browse(world.applicant).post(path(story), apart | {"revision": revision, "go": "save"})

    assert answer.status_code == 412


def test_the_whole_form_shows_both_versions_too(browse, at, story, world, read, unchanged, apart):
    form = FilingForm(None, body=filing(), listed=(), language="en", version=1)
    data = filing_steps.as_sent(form) | {"revision": "1", "funding": "另一来源", "plan.purpose": "丙的目的"}
    whole = reverse("filing", args=[story.number])

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(whole, data)

    assert answer.status_code == 412
    assert "甲的目的" in read(answer)
    assert "丙的目的" in read(answer)


def test_a_list_is_one_answer_where_two_windows_differ(browse, at, story, world, newest):
    story.drafted(risk_assessment=risks())
    count = len(newest().body["risk_assessment"]["risks"])
    key, late = "risk_assessment", sent(story, "risk_assessment", risk_assessment__monitoring="乙")
    late[f"risk_assessment.risks.{count}.name"] = "乙的风险"
    with at(story.now):
        browser = browse(world.applicant)
        browser.post(path(story, key), sent(story, key) | {f"risk_assessment.risks.{count}.name": "甲的风险"})
        page = browser.post(path(story, key), late | {"go": "save"}).content.decode()
        chosen = {"take.risk_assessment.risks": "theirs", "take.risk_assessment.monitoring": "mine", "revision": "2"}
        browser.post(path(story, key), late | chosen)

    assert page.count('value="theirs"') == 2
    assert newest().body[key]["risks"][-1] == {"name": "甲的风险"}
    assert newest().body[key]["monitoring"] == "乙"


@pytest.mark.parametrize("who", ["secretary", "stranger", "manager", "chair"])
@pytest.mark.parametrize("key", ["plan", "documents", "check"])
def test_nobody_but_the_applicant_sees_a_step(browse, at, story, world, who, key):
    story.submitted()
    story.does(world.secretary, "request_completion", extra=[{"path": "plan", "reason": "补充"}])

    with at(story.now):
        answers = [browse(getattr(world, name)).get(path(story, key)).status_code for name in (who, "applicant")]

    assert answers == [404, 200]


def test_a_step_there_is_not_is_not_found(browse, at, story, world):
    story.drafted()

    with at(story.now):
        assert browse(world.applicant).get(path(story, "nothing")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "General procedure"),
        (
            {"urgency": {"event": "突发", "requested_by": "卫健委", "grade": "Ⅰ级", "reason": "急"}},
            "Emergency procedure",
        ),
    ],
)
def test_the_procedure_is_foretold_with_its_rule_and_what_stands_in_the_way_of_others(
    browse, at, story, world, read, changed, said
):
    story.drafted(**changed)

    with at(story.now):
        shown = read(browse(world.applicant).get(path(story, "check")))

    assert f"It binds nobody: the committee decides at acceptance and gives its reasons. {said}" in shown
    assert "What would change it" in shown


@pytest.mark.parametrize("key", ["plan", "risk_assessment", "documents", "check"])
def test_a_step_costs_few_statements_however_much_is_filed(browse, at, world, statements, key):
    def cost(rows):
        story = Story(world).drafted(risk_assessment=risks() | {"risks": risks()["risks"][:1] * rows})
        with at(story.now):
            return statements(browse(world.applicant).get, path(story, key))

    one, three = cost(1), cost(3)
    assert one == three
    assert one <= 15


@pytest.mark.parametrize("itself", [True, False])
def test_whoever_has_submitted_in_another_window_is_told_so_and_keeps_what_was_typed(
    browse, at, story, world, read, unchanged, itself
):
    story.drafted()
    late = sent(story, plan__purpose="还没来得及保存") | {"go": "save"}
    story.does(world.applicant, "submit")
    headers = {"hx_request": "true"} if itself else {}

    with at(story.now), unchanged():
        answer = browse(world.applicant).post(path(story), late, **headers)

    shown = read(answer)
    assert answer.status_code == (200 if itself else 409)
    assert "Submitted" in shown or "submitted" in shown
    assert itself or "还没来得及保存" in shown


def test_a_very_long_title_and_names_of_every_script_hold(browse, at, story, world, newest):
    names = {
        "title__zh": "长" * 300,
        "responsible_person__name": "محمد 👩🏽‍🔬 O\u2019Brien",
        "unit": "<script>alert(1)</script>",
    }
    story.drafted()

    with at(story.now):
        browser = browse(world.applicant)
        saved = browser.post(path(story, "activity"), sent(story, "activity", **names) | {"go": "save"})
        page = browser.get(path(story, "activity")).content.decode()

    assert saved.status_code == 302
    assert newest().body["responsible_person"]["name"] == names["responsible_person__name"]
    assert "<script>alert" not in page
