"""A committee under a province's rules: it adopts the overlay by its name, and its cases are pinned to exactly that."""

from datetime import date

import pytest

import regulations
from committees.models import Seat
from committees.operations import sign_statements
from ethics_review import checks, local_rules, wording
from ethics_review.operations import bodies
from regulations import materials
from regulations.citation import Cite
from regulations.vocabulary import VOTING_POSITIONS
from tests.regulations.overlays import LOCAL, house, law, written
from tests.world import Story

PROVINCE, HOUSE = "ai-2026+sichuan", "ai-2026+house"


@pytest.fixture
def overlays(settings):
    """Starts the product anew with these files in OVERLAYS."""

    def start(*paths):
        settings.OVERLAYS = list(paths)
        local_rules.lay()

    yield start
    start()


@pytest.fixture
def under(world, story):
    def adopt(pack_id):
        world.body = bodies.adopt(
            committee=world.body, pack_id=pack_id, actor=world.manager, role="unit", now=story.now
        )
        return world.body

    return adopt


def sign(world, story):
    for seat in Seat.objects.filter(committee=world.body, position__in=VOTING_POSITIONS):
        day = date(2026, 6, 1)
        sign_statements(
            seat=seat, secrecy_on=day, interests_on=day, actor=world.secretary, role="secretary", at=story.now
        )


def test_a_committee_adopts_it_and_a_case_is_pinned_to_it(world, story, overlays, under):
    overlays(LOCAL / "sichuan.toml")
    under(PROVINCE)
    sign(world, story)
    case, pack = story.accepted().case, regulations.pack(PROVINCE)

    assert (case.pack_id, case.pack_version, case.pack_digest) == (PROVINCE, "1+1", pack.digest)
    assert story.last.data["pack"] == PROVINCE
    assert story.listed().last.data["digest"] == pack.digest


def test_nothing_is_accepted_while_the_province_asks_for_more(world, story, overlays, under, refused):
    overlays(LOCAL / "sichuan.toml")
    under(PROVINCE)
    story.submitted()

    with refused(("committee.unsigned", f"{PROVINCE}#8")) as outcome:
        story.accepted()
    assert outcome.figures == [{"unsigned": 9}]


def test_a_house_is_quicker_and_reminds_more_often(world, story, overlays, under):
    overlays(LOCAL / "house_example.toml")
    under(HOUSE)
    story.submitted()

    assert story.running() == {"acceptance": date(2026, 6, 15)}
    assert story.clock("acceptance").ladder == regulations.pack(HOUSE).clocks["acceptance"].ladder
    assert regulations.pack(HOUSE).clocks["acceptance"].reminders == (14, 7, 3, 1)


def test_an_overlay_that_is_not_laid_any_more_stops_the_start(world, story, overlays, under):
    overlays(LOCAL / "sichuan.toml")
    under(PROVINCE)
    overlays()

    assert [flaw.id for flaw in checks.committees_have_their_packs(databases=["default"])] == ["ethics_review.E005"]


def test_what_a_text_fixes_is_no_setting_of_the_committee_any_more(world, story, overlays, under, tmp_path, refused):
    world.body.house = {"acceptance.days": 4, "review.reviewers": 2}
    world.body.save(update_fields=["house"])
    town = written(tmp_path, law('[[clock]]\nname = "acceptance"\namount = 3'))
    overlays(town)

    with refused(("pack.settings_unfit", "house")) as outcome:
        under("ai-2026+town")
    assert outcome.figures == [{"pack": "ai-2026+town", "settings": ["acceptance.days"]}]

    overlays(written(tmp_path, house('[[limit]]\nkey = "acceptance.days"\nleast = 1\nmost = 5')))
    assert under("ai-2026+town").pack_id == "ai-2026+town"


def test_what_was_optional_is_asked_where_the_place_asks_for_it(world, story, overlays, under, tmp_path, refused):
    overlays(written(tmp_path, law('[[material]]\npath = "legal_qualifications"')))
    under("ai-2026+town")
    plain = story.drafted().case.filings.latest("revision").body
    lacking = materials.missing(
        {**plain, "legal_qualifications": []}, materials.further(regulations.pack("ai-2026+town"))
    )

    assert [(one.path, one.rule) for one in lacking] == [("legal_qualifications", "materials.further")]
    asking = [
        materials.rule_asking("legal_qualifications", regulations.pack(name)) for name in ("ai-2026+town", "ai-2026")
    ]
    assert asking[0] == "materials.further" != asking[1]
    assert materials.missing({**plain, "legal_qualifications": []}) == ()


def test_flaws_are_told_at_start_up_with_file_line_reason_and_remedy(overlays, tmp_path):
    loose = written(tmp_path, law('[[rule]]\nkey = "committee.min_members"\nvalue = 6'))
    overlays(LOCAL / "sichuan.toml", loose)

    (told,) = checks.overlays_are_sound()
    line = loose.read_text("utf-8").splitlines().index("value = 6") + 1
    assert told.id == "ethics_review.E006"
    assert told.msg.startswith(f"{loose}:{line}: committee.min_members 由 7 改为 6")
    assert "committee.min_members goes from 7 to 6, which is looser" in told.msg
    assert told.hint == "附加规定只能更严：只能提高。 An overlay may only be stricter: it may only be raised."
    with pytest.raises(SystemExit, match=r"committee\.min_members 由 7 改为 6") as ended:
        local_rules.stop_if_flawed()
    assert f"{loose}:{line}" in str(ended.value)


def test_sound_overlays_stop_nothing(overlays):
    overlays(LOCAL / "sichuan.toml", LOCAL / "house_example.toml")

    assert checks.overlays_are_sound() == checks.packs_are_sound() == checks.moves_are_bound() == []
    assert local_rules.stop_if_flawed() is None


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_refusals_cite_the_place_by_its_title(world, overlays, language):
    overlays(LOCAL / "sichuan.toml")
    told = wording.cite_text(Cite(PROVINCE, 8, certain=False), language)
    assert regulations.pack(PROVINCE).title.in_language(language) in told


def test_another_story_is_untouched(world, story, overlays, under):
    """A case accepted before the adoption stays under the pack it was accepted under."""
    before = Story(world).accepted()
    overlays(LOCAL / "sichuan.toml")
    under(PROVINCE)

    assert before.listed().last.data["pack"] == "ai-2026"
