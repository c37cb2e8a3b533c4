"""Bodies: who sits on them on a day, and what they lack then."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from committees.models import Committee, Seat
from ledger.models import Entry
from regulations.clocks import SHANGHAI
from tests.world import MORNING, TERM


@pytest.fixture
def composition(browse, at, world, read):
    """What the page of the unit's body says of a day."""

    def ask(**day):
        with at(MORNING):
            return read(browse(world.applicant).get(reverse("committee", args=[world.body.pk]), **day))

    return ask


def test_the_list_names_bodies_and_centres_at_one_price(browse, at, world, statements, read):
    browser = browse(world.stranger)

    with at(MORNING):
        browser.get(reverse("committees"))
        two = statements(browser.get, reverse("committees"))
        Committee.objects.create(
            kind="ethics", name="另一委员会", institution=world.bare_unit, pack_id="ai-2026", established_on=TERM[0]
        )
        three = statements(browser.get, reverse("committees"))
        shown = read(browser.get(reverse("committees")))

    assert two == three
    assert "科技伦理审查委员会 Ethics committee 川岭大学 10" in shown
    assert "锦江审查与服务中心 Service centre" in shown


def test_a_panel_is_known_to_its_own_experts_only(browse, at, world, story):
    panel = story.applied().panelled().case.re_examinations.get().panel
    path = reverse("committee", args=[panel.pk])

    with at(story.now):
        answers = {
            name: browse(getattr(world, name)).get(path).status_code for name in ("applicant", "chair", "officer")
        }
        expert = browse(world.experts[0]).get(path).status_code
        listed = browse(world.applicant).get(reverse("committees")).content.decode()

    assert answers == {"applicant": 404, "chair": 404, "officer": 404}
    assert expert == 200
    assert panel.name not in listed


def test_a_lawful_body_is_said_to_be_one(composition):
    shown = composition()

    assert "On 2026-06-10 it is lawfully composed, with 9 voting members." in shown
    assert "委员3 Female Member Ethics from outside 2024-01-01 – 2028-12-31" in shown
    assert "秘书 Secretary no vote" in shown


def test_everything_the_body_lacks_is_told_with_its_article(composition, world):
    for person in world.members[2:5]:
        world.end_seat(person, on=MORNING.date(), at=MORNING)

    shown = composition()

    assert "On 2026-06-10 its composition is not lawful: it cannot accept, vote or decide" in shown
    assert "6 of the required 7 members" in shown
    assert "Art. 7" in shown


def test_another_day_is_looked_at_with_its_date(composition, world):
    for person in world.members[2:5]:
        world.end_seat(person, on=MORNING.date() + timedelta(days=10), at=MORNING)

    assert "lawfully composed" in composition(on="2026-06-19")
    assert "not lawful" in composition(on="2026-06-20")
    assert "Nobody is in term on that day." in composition(on="2035-01-01")


@pytest.mark.parametrize(("on", "told"), [("2028-10-02", False), ("2028-10-03", True), ("2028-12-31", True)])
def test_terms_that_end_within_ninety_days_are_marked(composition, on, told):
    shown = composition(on=on)

    assert ("10 terms end within 90 days." in shown, "2028-12-31 ends soon" in shown) == (told, told)
    assert ("What would be missing on 2029-01-01" in shown) is told


@pytest.mark.parametrize("on", ["soon", "2026-02-30", ""])
def test_a_day_that_is_none_is_today(composition, on):
    assert "On 2026-06-10 it is lawfully composed" in composition(on=on)


def test_htmx_is_given_the_composition_alone(browse, at, world):
    with at(MORNING):
        part = (
            browse(world.applicant).part(reverse("committee", args=[world.body.pk]) + "?on=2026-06-11").content.decode()
        )

    assert date(2026, 6, 11).isoformat() in part
    assert "<html" not in part


def test_the_name_is_told_in_the_readers_language(browse, at, world, read):
    world.body.name_en = "Ethics committee of Chuanling University"
    world.body.save()

    with at(MORNING):
        en, zh = (read(browse(world.applicant, tongue).get(reverse("committees"))) for tongue in ("en", "zh-hans"))

    assert "Ethics committee of Chuanling University" in en
    assert "科技伦理审查委员会" in zh


# What the office records


@pytest.fixture
def posting(browse, at, world):
    """What comes of a form on the page of the unit's body."""

    def send(person, name, language="en", **data):
        with at(MORNING):
            return browse(person, language).post(reverse(name, args=[world.body.pk]), data)

    return send


@pytest.mark.parametrize(
    ("who", "adopts", "registers"), [("secretary", True, True), ("chair", True, False), ("applicant", False, False)]
)
def test_the_forms_are_offered_to_those_who_may(browse, at, world, read, who, adopts, registers):
    Committee.objects.filter(pk=world.body.pk).update(pack_id="general-2023")

    with at(MORNING):
        shown = read(browse(getattr(world, who)).get(reverse("committee", args=[world.body.pk])))

    assert ("Go over to another instrument" in shown, "Record the registration" in shown) == (adopts, registers)


def test_the_secretary_adopts_another_instrument(posting, world):
    Committee.objects.filter(pk=world.body.pk).update(pack_id="general-2023")

    answer = posting(world.secretary, "committee-adopt", pack="ai-2026")

    assert (answer.status_code, answer["Location"]) == (302, reverse("committee", args=[world.body.pk]))
    assert Committee.objects.get(pk=world.body.pk).pack_id == "ai-2026"


def test_a_body_under_what_applies_is_offered_nothing_older(browse, at, world, read):
    with at(MORNING):
        shown = read(browse(world.secretary).get(reverse("committee", args=[world.body.pk])))

    assert "Go over to another instrument" not in shown


@pytest.mark.parametrize(
    ("chaired", "language", "said"),
    [
        (True, "en", None),
        (False, "en", "Register the change. Under it the body lacks: The committee has 1 chair, and 0 hold the seat"),
        (False, "zh-hans", "委员会在新办法下尚缺： 委员会应当有主任委员1人，现有0人"),
    ],
)
def test_after_adopting_the_page_names_what_the_body_lacks(browse, at, world, read, chaired, language, said):
    Committee.objects.filter(pk=world.body.pk).update(pack_id="general-2023")
    if not chaired:
        Seat.objects.filter(committee=world.body, person=world.chair).update(ended_on=MORNING.date())
    browser = browse(world.secretary, language)

    with at(MORNING):
        browser.post(reverse("committee-adopt", args=[world.body.pk]), {"pack": "ai-2026"})
        shown = read(browser.get(reverse("committee", args=[world.body.pk])))

    if said is None:
        assert "Register the change." in shown
        assert "Under it the body lacks" not in shown
    else:
        assert said in shown


def test_the_secretary_records_the_registration(posting, world):
    answer = posting(world.secretary, "committee-register", number="川登2026-9")

    assert answer.status_code == 302
    assert Committee.objects.get(pk=world.body.pk).registration_number == "川登2026-9"


@pytest.mark.parametrize(
    ("who", "name", "data", "status", "said"),
    [
        (
            "secretary",
            "committee-adopt",
            {"pack": "ai-2026"},
            409,
            ("under this instrument already", "现在就按该办法审查"),
        ),
        (
            "secretary",
            "committee-adopt",
            {"pack": "general-2023"},
            409,
            ("since 2026-03-20 is ai-2026", "现行的ai-2026自2026年3月20日起施行"),
        ),
        ("secretary", "committee-adopt", {"pack": "ai-2031"}, 422, ("ai-2031", "ai-2031")),
        ("secretary", "committee-adopt", {}, 422, ("", "")),
        ("applicant", "committee-adopt", {"pack": "general-2023"}, 409, ("secretary", "秘书")),
        ("chair", "committee-register", {"number": "1"}, 409, ("secretary", "秘书")),
        ("secretary", "committee-register", {"number": " "}, 422, ("Registration number", "登记编号")),
    ],
)
def test_a_refusal_is_told_on_the_page_in_both_languages(
    posting, world, unchanged, read, who, name, data, status, said
):
    with unchanged():
        english = posting(getattr(world, who), name, **data)
        chinese = posting(getattr(world, who), name, "zh-hans", **data)

    assert (english.status_code, chinese.status_code) == (status, status)
    assert "This was refused; nothing was written" in read(english)
    assert said[0] in read(english)
    assert said[1] in read(chinese)


# The annual report

NEW_YEAR = datetime(2027, 1, 4, 9, 0, tzinfo=SHANGHAI)
REPORT = {"year": 2026, "summary": "全年工作情况"}


def test_the_office_submits_the_annual_report_on_the_page(browse, at, world, read):
    path = reverse("committee", args=[world.body.pk])
    with at(NEW_YEAR):
        browser = browse(world.secretary)
        before = read(browser.get(path))
        answer = browser.post(reverse("annual-report", args=[world.body.pk]), REPORT)
        after = read(browser.get(path))

    assert "Submit the annual report" in before
    assert "Years reported —" in before
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "Years reported 2026" in after


@pytest.mark.parametrize(("who", "offered"), [("chair", True), ("vice", False), ("manager", False), ("officer", False)])
def test_only_the_office_is_offered_the_report(browse, at, world, read, who, offered):
    with at(NEW_YEAR):
        shown = read(browse(getattr(world, who)).get(reverse("committee", args=[world.body.pk])))

    assert ("Submit the annual report" in shown) is offered


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"year": 2027}, 409, "2027 is not over"),
        ({"year": ""}, 422, "This field is required"),
        ({"document_sha256": "x"}, 422, "Enter a valid value"),
    ],
)
def test_a_report_refused_says_why_and_keeps_what_was_written(browse, at, world, read, changed, status, said):
    with at(NEW_YEAR):
        answer = browse(world.secretary).post(reverse("annual-report", args=[world.body.pk]), REPORT | changed)

    assert answer.status_code == status
    assert said in read(answer)
    assert "全年工作情况" in answer.content.decode()
    assert not Entry.objects.filter(action="annual_report.submitted").exists()


def test_nobody_else_submits_it_by_its_address(browse, at, world, read):
    with at(NEW_YEAR):
        answer = browse(world.manager).post(reverse("annual-report", args=[world.body.pk]), REPORT)

    assert answer.status_code == 409
    assert not Entry.objects.filter(action="annual_report.submitted").exists()


@pytest.mark.parametrize(
    ("who", "reads"), [("chair", True), ("vice", True), ("manager", True), ("officer", True), ("applicant", False)]
)
def test_the_report_is_read_by_the_body_its_unit_and_its_authority(browse, at, world, read, who, reads):
    path = reverse("committee", args=[world.body.pk])
    with at(NEW_YEAR):
        browse(world.secretary).post(reverse("annual-report", args=[world.body.pk]), REPORT)
        english, chinese = (read(browse(getattr(world, who), tongue).get(path)) for tongue in ("en", "zh-hans"))

    assert "Years reported 2026" in english
    said = "Report on 2026 Submitted on 2027-01-04 by the secretary Accepted 0 Of them on the list 0"
    assert (said in english, "全年工作情况" in english) == (reads, reads)
    assert ("2026年度报告 2027-01-04由秘书提交 受理 0 其中列入清单 0" in chinese) is reads


# Signed statements

SIGNED = {"secrecy_signed_on": "2026-06-01", "interests_signed_on": "2026-06-02"}


@pytest.mark.parametrize(("who", "offered"), [("secretary", 10), ("chair", 10), ("vice", 1), ("applicant", None)])
def test_signatures_are_offered_to_the_office_for_all_and_to_members_for_themselves(browse, at, world, who, offered):
    with at(MORNING):
        answer = browse(getattr(world, who)).get(reverse("committee", args=[world.body.pk]))

    form = answer.context["signing"]
    assert (len(form.fields["seat"].choices) if form else None) == offered
    assert ("Record the signatures" in answer.content.decode()) is (offered is not None)


def test_the_office_records_signatures_and_the_page_tells_them(browse, at, world, read):
    path, seat = reverse("committee", args=[world.body.pk]), world.seat(world.members[2])
    with at(MORNING):
        browser = browse(world.secretary)
        before = read(browser.get(path))
        answer = browser.post(reverse("committee-statements", args=[world.body.pk]), SIGNED | {"seat": seat.pk})
        after = read(browser.get(path))
        chinese = read(browse(world.applicant, "zh-hans").get(path))

    assert "Statements signed" not in before
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "The signatures were recorded." in after
    assert after.count("secrecy 2026-06-01, interests 2026-06-02") == 1
    assert after.count("not signed") == 9
    assert "保密承诺书2026-06-01，利益冲突声明2026-06-02" in chinese


@pytest.mark.parametrize(
    ("who", "changed", "status", "said"),
    [
        ("secretary", {"secrecy_signed_on": "2026-06-11"}, 409, "not signed after today, 2026-06-10"),
        ("secretary", {"interests_signed_on": "soon"}, 422, "Enter a valid date"),
        ("secretary", {"seat": "x"}, 422, "not one of the available choices"),
        ("vice", {}, 409, "chair, secretary"),
        ("applicant", {}, 409, "chair, secretary"),
    ],
)
def test_signatures_refused_write_nothing_and_say_why(posting, world, unchanged, read, who, changed, status, said):
    data = SIGNED | {"seat": world.seat(world.chair).pk} | changed
    with unchanged():
        answer = posting(getattr(world, who), "committee-statements", **data)

    assert answer.status_code == status
    assert said in read(answer)
