"""One search over everything: found by number, title, people and text, and never beyond what the person may see."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from accounts.models import InstitutionRole
from committees import operations as bodies
from ethics_review.models import Filing
from regulations.vocabulary import Position
from tests.world import MORNING, TERM, Story, appoint, experts, someone

SECRET = "机密模型参数"


@pytest.fixture
def look(browse, at):
    """What a person finds: the numbers of the cases, of the meetings and of the bodies."""

    def found(person, asked, now=MORNING + timedelta(days=1), language="en"):
        with at(now):
            answer = browse(person, language).get(reverse("search"), q=asked)
        assert answer.status_code == 200
        shown = answer.content.decode()
        return {
            "cases": re.findall(r'href="/cases/(\d{4}-\d{4})/"', shown),
            "meetings": [int(pk) for pk in re.findall(r'href="/meetings/(\d+)/"', shown)],
            "bodies": [int(pk) for pk in re.findall(r'href="/committees/(\d+)/"', shown)],
        }

    return found


FOUND = (
    "2026-0001",
    "0001",
    "分诊",
    "Triage",
    "tRIAGE",
    "沈若水",
    "川岭大学",
    "基层诊所",
    "诊所分诊压力",
    "ＴＲＩＡＧＥ 分诊",
)


@pytest.mark.parametrize("asked", FOUND)
def test_a_case_is_found_by_number_title_people_and_what_was_filed(look, world, story, asked):
    story.submitted()
    Story(world, applicant=world.bare_applicant, committee=world.centre).submitted()

    assert look(world.secretary, asked)["cases"] == ["2026-0001"]


@pytest.mark.parametrize("asked", ["分诊 没有的词", "%", "_", "\\", "'; drop table", "2027", "0001 0002"])
def test_what_is_nowhere_is_not_found(look, world, story, asked):
    story.submitted()

    assert look(world.secretary, asked) == {"cases": [], "meetings": [], "bodies": []}


def test_what_one_may_not_see_is_neither_found_nor_counted(look, browse, read, at, world, story):
    story.submitted(conflict_statement=SECRET)
    Story(world).drafted(conflict_statement=SECRET)

    assert look(world.applicant, SECRET)["cases"] == ["2026-0002", "2026-0001"]
    assert look(world.secretary, SECRET)["cases"] == ["2026-0001"]
    for who in (world.stranger, world.officer, world.centre_secretary, world.experts[0]):
        assert look(who, SECRET)["cases"] == []
    with at(MORNING):
        assert "Nothing that you may see holds all of this." in read(
            browse(world.stranger).get(reverse("search"), q=SECRET)
        )


def test_who_is_recused_finds_neither_the_case_nor_its_meeting_by_it(look, world, story):
    story.in_review().reviewed().convened()
    member = world.members[6]
    assert look(member, "2026-0001") == {"cases": ["2026-0001"], "meetings": [story.meeting.pk], "bodies": []}

    story.does(member, "declare_interest", conflict=True, details="与申请人合作")

    assert look(member, "2026-0001") == {"cases": [], "meetings": [], "bodies": []}
    assert look(world.chair, "2026-0001")["meetings"] == [story.meeting.pk]


def test_a_revision_not_yet_submitted_is_found_by_its_applicant_alone(look, world, story):
    story.submitted(conflict_statement="旧的说明")
    story.does(world.secretary, "request_completion", extra=[{"path": "funding", "reason": "请说明"}])
    story.revised(conflict_statement=SECRET)

    assert (look(world.applicant, SECRET)["cases"], look(world.secretary, SECRET)["cases"]) == (["2026-0001"], [])
    assert (look(world.applicant, "旧的说明")["cases"], look(world.secretary, "旧的说明")["cases"]) == (
        [],
        ["2026-0001"],
    )


def test_a_case_is_found_by_who_takes_part_by_those_alone_who_may_know_it(look, world, story):
    """Reviewers are the body's secret, experts also theirs and the authority's; who signs is known to everybody."""
    story.re_examined()
    applicant, manager, officer = world.applicant, world.manager, world.officer
    everybody = (applicant, manager, officer, world.secretary, world.members[6], world.experts[0])
    later = story.now + timedelta(days=1)

    def finders(asked):
        return {who.name for who in everybody if look(who, asked, now=later)["cases"] == [story.number]}

    assert finders(story.number) == {who.name for who in everybody}
    assert finders("委员3") == {"秘书", "委员7"}
    assert finders("专家2") == {"秘书", "委员7", "科技厅干事", "专家1"}
    assert finders("委员1") == {who.name for who in everybody}


def test_who_was_found_is_named_with_what_they_are_to_the_case(browse, read, at, world, story):
    story.in_review()
    with at(story.now):
        office, unit = (read(browse(who).get(reverse("search"), q="委员3")) for who in (world.secretary, world.manager))

    assert "Reviewer 委员3" in office
    assert "委员4" not in office
    assert "Reviewer" not in unit


def test_an_own_matter_is_not_found_by_its_reviewers(look, world, story):
    """Neither by a member who files, nor by an applicant who is seated while the matter is under review."""
    mine = Story(world, applicant=world.members[6]).in_review()
    story.in_review()
    appoint(world.body, world.applicant, Position.MEMBER, world.manager, categories=("science",), sex="female")

    assert mine.number in look(world.members[6], "分诊", now=story.now)["cases"]
    assert story.number in look(world.applicant, "分诊", now=story.now)["cases"]
    assert look(world.members[6], "委员3", now=story.now)["cases"] == [story.number]
    assert look(world.applicant, "委员3", now=story.now)["cases"] == [mine.number]


def test_who_is_recused_and_sees_the_case_otherwise_does_not_find_it_by_its_reviewers(look, world, story):
    appoint(world.body, world.manager, Position.MEMBER, world.manager, categories=("science",), sex="female")
    story.in_review()
    assert look(world.manager, "委员3", now=story.now)["cases"] == [story.number]

    story.does(world.manager, "declare_interest", conflict=True, details="主管该单位")

    assert look(world.manager, story.number, now=story.now)["cases"] == [story.number]
    assert look(world.manager, "委员3", now=story.now)["cases"] == []


OFFICER = {"kind": "officer", "starts_on": TERM[0]}


@pytest.mark.parametrize("also", ["the unit's manager", "an adviser of the body", "a member once"])
def test_an_officer_who_is_more_to_the_case_does_not_find_it_by_its_experts(look, world, story, also):
    """Nobody acts for the authority over what they manage or reviewed."""
    who = {"the unit's manager": world.manager, "an adviser of the body": world.adviser}.get(also, world.stranger)
    InstitutionRole.objects.create(user=who, institution=world.authority, **OFFICER)
    if who is world.adviser:
        appoint(world.body, who, Position.ADVISER, world.manager)
    if who is world.stranger:
        appoint(world.body, who, Position.MEMBER, world.manager, categories=("science",), sex="female")
        world.end_seat(who, on=MORNING.date() - timedelta(days=20), at=MORNING - timedelta(days=20))
    story.re_examined()
    later = story.now + timedelta(days=1)

    assert look(who, story.number, now=later)["cases"] == [story.number]
    assert look(who, "专家2", now=later)["cases"] == []
    assert look(world.officer, "专家2", now=later)["cases"] == [story.number]


def test_the_experts_of_one_panel_do_not_find_those_of_another(look, world, story):
    story.re_examined("disagree", "reject").does(story.applicant, "appeal", reasons="异议", support="附件")
    story.does(story.chair, "rule_on_appeal", ruling="upheld", reasons="重审")
    story.listed(1).assigned().reviewed().balloting().votes("approve", *story.members[:7])
    story.does(story.chair, "pass_preliminary", opinion="通过")
    story.does(world.manager, "apply_re_examination")
    story.does(world.officer, "accept_re_examination")
    others = [someone(f"后聘{number}", None) for number in range(1, 6)]
    story.does(world.officer, "form_panel", experts=experts(others))

    def finds(who, name):
        return story.number in look(who, name, now=story.now)["cases"]

    assert finds(world.experts[0], "专家2")
    assert finds(others[0], "后聘2")
    assert finds(world.officer, "后聘2")
    assert not finds(world.experts[0], "后聘2")
    assert not finds(others[0], "专家2")


def test_a_reviewer_named_no_more_is_not_found(look, world, story):
    story.in_review().declared(world.members[5], world.members[6])
    others = [world.members[5].pk, world.members[6].pk]
    story.does(world.chair, "assign_reviewers", reviewers=others)

    assert look(world.secretary, "委员3", now=story.now)["cases"] == []
    assert look(world.secretary, "委员6", now=story.now)["cases"] == [story.number]


def test_bodies_are_found_by_their_name_and_by_who_sits_on_them(look, world):
    assert look(world.stranger, "锦江审查")["bodies"] == [world.centre.pk]
    assert look(world.stranger, "中心委员3")["bodies"] == [world.centre.pk]
    bodies.end_seat(
        seat=world.seat(world.centre_members[2], world.centre),
        ended_on=MORNING.date(), reason="辞任", actor=world.manager, role="unit", at=MORNING,
    )  # fmt: skip
    assert look(world.stranger, "中心委员3")["bodies"] == []


def test_meetings_are_found_by_those_who_sit_in_them(look, world, story):
    story.in_review().reviewed().convened(place="科研楼三层会议室")
    place = "三层会议室"

    assert look(world.chair, place)["meetings"] == [story.meeting.pk]
    assert look(world.applicant, place)["meetings"] == look(world.centre_secretary, place)["meetings"] == []


def test_what_was_found_is_marked_and_nothing_of_it_is_markup(browse, at, world, story):
    story.submitted(conflict_statement="<script>alert(1)</script> & <b>声明</b>")

    with at(story.now):
        shown = browse(world.secretary).get(reverse("search"), q="<script>alert(1)</script>").content.decode()

    assert "<mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark> &amp; &lt;b&gt;声明&lt;/b&gt;" in shown
    assert "<script>alert" not in shown
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in shown


@pytest.mark.parametrize("asked", ["", "   ", "\u3000", "\x00", "\x00 \x01"])
def test_where_nothing_is_asked_nothing_is_looked_for(browse, read, at, world, story, asked):
    story.submitted()

    with at(story.now):
        shown = read(browse(world.secretary).get(reverse("search"), q=asked))

    assert "Write a number, a part of a title" in shown
    assert "2026-0001" not in shown


@pytest.mark.parametrize(
    "asked", ["字" * 5000, "👩‍💻🏳️‍🌈", "\u202eمراجعة\u202c", "分\x00诊", "a " * 3000, "\ud83d", "\\%_\"'`"]
)
def test_whatever_is_typed_is_answered(look, browse, read, at, world, story, asked):
    story.submitted()

    asked = asked.encode("utf-8", "replace").decode()
    assert set(look(world.secretary, asked)) == {"cases", "meetings", "bodies"}
    with at(story.now):
        told = read(browse(world.secretary).get(reverse("search"), q=asked))
    assert ("Only the first 100 characters were looked for." in told) is (len(asked) > 100)


def test_names_from_right_to_left_and_emoji_are_found(look, world, story):
    story.submitted()
    type(world.applicant).objects.filter(pk=world.applicant.pk).update(name="مريم 👩‍💻")

    assert look(world.secretary, "مريم")["cases"] == look(world.secretary, "👩‍💻")["cases"] == ["2026-0001"]


def test_the_search_costs_the_same_however_much_is_found(browse, at, world, statements):
    browser = browse(world.secretary)

    Story(world).submitted()
    with at(MORNING + timedelta(days=1)):
        one = statements(browser.get, reverse("search"), q="分诊")
        for _ in range(2):
            Story(world).submitted()
        three = statements(browser.get, reverse("search"), q="分诊")

    assert one == three <= 12


def test_no_more_is_shown_than_can_be_read_and_that_is_said(browse, read, at, world, look):
    for _ in range(51):
        Story(world).drafted()

    with at(MORNING):
        shown = read(browse(world.applicant).get(reverse("search"), q="分诊"))

    assert "Cases 50+" in shown
    assert "There are more. Add a word to narrow it." in shown


def test_a_stranger_to_the_house_is_asked_to_sign_in(browse, db):
    answer = browse().get(reverse("search"), q="分诊")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/sign-in/?next=/search/%3Fq%3D%25E5%2588%2586%25E8%25AF%258A",
    )


def test_the_search_stands_on_every_page(browse, world):
    for name in ("desk", "cases", "account"):
        shown = browse(world.secretary).get(reverse(name)).content.decode()
        assert 'action="/search/" role="search"' in shown, name


def test_the_column_is_filled_for_what_was_filed_before(story, world):
    """As the migration fills it."""
    story.submitted()
    kept = list(Filing.objects.values_list("words", flat=True))
    Filing.objects.update(words="")

    import_module("ethics_review.migrations.0006_words_of_a_filing").fill(apps, connection.schema_editor())

    assert list(Filing.objects.values_list("words", flat=True)) == kept != [""]
