"""What a story recalls is what it would write, and whatever could make a difference has its steps taken for real."""

from contextlib import contextmanager
from datetime import UTC

import pytest
from django.apps import apps
from django.db import connection

from committees import operations as bodies
from ethics_review import operations
from regulations import calendar
from regulations.calendar import Calendar
from regulations.refusal import Refused
from regulations.vocabulary import Position
from tests.recollection import STORES, recollection, undone
from tests.world import MORNING, Story, appoint, build, someone

pytestmark = pytest.mark.django_db


@contextmanager
def reads():
    """The statements by which an operation looks at rows: a step that is recalled has none."""
    seen = []

    def keep(execute, sql, params, many, context):
        if sql.startswith("SELECT"):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield seen


def taken(step):
    """Whether the step was taken, rather than recalled."""
    with reads() as seen:
        step()
    return bool(seen)


def rows():
    """Every row there is."""
    models = [model for model in apps.get_models() if model._meta.app_label in STORES]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_more_people_and_seats_leave_the_same_rows_whenever_they_are_made():
    """Else whatever a story does after them would never be recalled."""
    world, marks = build(), []
    for _ in range(2):
        with undone():
            person = someone("增补委员", world.unit)
            appoint(world.body, person, Position.MEMBER, world.manager, categories=("science",), sex="female")
            marks.append(recollection.mark())

    assert marks[0] == marks[1] is not None


@pytest.fixture
def known():
    """A step that was taken once, from here."""
    with undone():
        Story(build()).submitted()


def test_what_is_recalled_is_what_was_written():
    def told():
        with undone():
            Story(build()).applied().panelled()
            return rows()

    recollection.known.clear()
    with reads() as first_time:
        first = told()
    with reads() as second_time:
        again = told()

    assert first == again
    assert all(first[name] for name in ("ethics_review.Case", "ledger.Entry", "ledger.Message", "committees.Vote"))
    assert len(second_time) < len(first_time) / 10


def test_a_step_from_the_same_state_is_recalled(known):
    assert not taken(Story(build()).submitted)


def test_one_more_row_and_the_step_is_taken(known):
    world = build()
    world.stranger.save()

    assert taken(Story(world).submitted)


def test_somebody_who_is_another_in_memory_alone_has_the_step_taken(known):
    for change in ({"institution_id": None}, {"is_active": False}):
        with undone():
            world = build()
            vars(world.officer).update(change)
            assert taken(Story(world).submitted)


def test_the_same_instant_in_another_zone_is_another(known):
    """Else a day counted in the wrong zone would be recalled as it was counted in the right one."""
    with undone():
        assert not taken(Story(build(), now=MORNING).submitted)
    assert taken(Story(build(), now=MORNING.astimezone(UTC)).submitted)


def test_whatever_a_step_is_told_makes_another_step(known):
    story = Story(build())

    assert taken(lambda: story.submitted(conflict_statement="无"))


def test_a_setting_makes_another_step(known, settings):
    settings.PUBLIC_URL = "https://ethics.example.org"

    assert taken(Story(build()).submitted)


def test_days_off_make_another_step(known):
    world = build()
    before = calendar._source[0]
    calendar.use(lambda: Calendar(calendar.shipped().arrangements[:1]))
    try:
        assert taken(Story(world).submitted)
    finally:
        calendar.use(before)


def test_a_part_that_is_replaced_is_not_passed_over(known, monkeypatch):
    asked = []
    create = operations.create_case
    monkeypatch.setattr(operations, "create_case", lambda **words: asked.append(words) or create(**words))

    Story(build()).submitted()

    assert len(asked) == 1


def test_nor_is_one_that_somebody_else_replaced(known):
    asked = []
    create = bodies.establish
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "establish", lambda **words: asked.append(words) or create(**words))
        with undone():
            build()

    assert len(asked) == 2


def test_what_was_written_by_a_replaced_part_is_never_recalled():
    recollection.known.clear()
    with undone(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOMETHING", "else")
        build()

    assert not recollection.known


def test_whoever_listens_has_every_step_taken(caplog):
    recollection.known.clear()
    Story(build()).submitted()

    assert not recollection.known


def test_a_story_of_another_class_sees_every_act(known):
    class Watched(Story):
        def does(self, who, move, **data):
            seen.append(move)
            return super().does(who, move, **data)

    for _ in range(2):
        seen = []
        with undone():
            Watched(build()).accepted()
        assert seen == ["submit", "accept"]


def test_a_step_that_is_refused_is_refused_again(known):
    for _ in range(2):
        with undone(), pytest.raises(Refused):
            Story(build()).submitted().issued()
