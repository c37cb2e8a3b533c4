"""Every case one may replay, counted by a worker: the progress is a row, and nothing is lost or counted twice."""

import pytest
from django.urls import reverse

import regulations
from ethics_review.models import ReplayRun
from ethics_review.operations import replay_runs
from ethics_review.tasks import go_on_with_replays
from ledger.models import Entry
from tests.world import MINUTE, Story

PATH = "/rules/general-2023/replay/all/"
PACK = regulations.pack("general-2023")
NOBODY = ("applicant", "manager", "stranger", "adviser")


@pytest.fixture
def three(story, world, monkeypatch):
    """Three filed cases of one committee, counted two at a time; a fourth is still a draft."""
    monkeypatch.setattr(replay_runs, "BATCH", 2)
    now = story.preliminary().now
    for _ in range(2):
        now = Story(world, now=now).accepted().now
    story.now = Story(world, now=now).drafted().now + MINUTE
    return story


def begun(browse, at, story, person):
    with at(story.now):
        return browse(person).post(PATH)


def test_a_count_is_begun_and_goes_on_without_whoever_began_it(three, world, browse, at, read):
    before = Entry.objects.count()
    answer = begun(browse, at, three, world.secretary)
    with at(three.now):
        waiting = browse(world.secretary).get(PATH)
        replay_runs.go_on(now=three.now)
        half = browse(world.secretary).get(PATH)
        go_on_with_replays()
        done = browse(world.secretary).get(PATH)

    assert (answer.status_code, answer.url) == (302, PATH)
    assert "0 of 3 cases are replayed" in read(waiting)
    assert "2 of 3 cases are replayed" in read(half)
    assert '<progress class="progress-wide mb-3" id="replayed" max="3" value="2">' in half.content.decode()
    assert "3 cases, as they stood at 2026-06-10" in read(done)
    assert "<progress" not in done.content.decode()
    assert Entry.objects.count() == before


def test_the_figures_are_those_of_the_pages_of_the_replay(three, world, browse, at, read):
    begun(browse, at, three, world.secretary)
    with at(three.now):
        go_on_with_replays()
        counted = read(browse(world.secretary).get(PATH)).partition("Not compared in part")[2].split()
        listed = read(browse(world.secretary).get("/rules/general-2023/replay/")).partition("Not compared in part")[2]

    assert counted[:8] == listed.split()[:8]
    assert counted[1] == "3"


def test_without_scripts_the_page_looks_again_by_itself_until_it_is_done(three, world, browse, at):
    refresh = '<noscript><meta http-equiv="refresh"'
    begun(browse, at, three, world.secretary)
    with at(three.now):
        running = browse(world.secretary).get(PATH).content.decode()
        go_on_with_replays()
        done = browse(world.secretary).get(PATH).content.decode()

    assert (refresh in running, refresh in done) == (True, False)


def test_the_part_that_changes_is_asked_for_until_it_is_done(three, world, browse, at):
    begun(browse, at, three, world.secretary)
    with at(three.now):
        running = browse(world.secretary).part(PATH)
        go_on_with_replays()
        done = browse(world.secretary).part(PATH)

    assert (running.status_code, done.status_code) == (200, 286)
    assert "<html" not in running.content.decode()


def test_a_batch_done_by_two_workers_at_once_is_counted_once(three, world, browse, at):
    """The second wrote what the first had read: it finds the row changed, and keeps nothing."""
    begun(browse, at, three, world.secretary)
    read_before = ReplayRun.objects.select_related("person").get()
    replay_runs.go_on(now=three.now)
    first = ReplayRun.objects.get()

    replay_runs._keep(read_before, replay_runs._batch(read_before, PACK, three.now))

    after = ReplayRun.objects.get()
    assert (after.done, after.found) == (first.done, first.found) == (2, first.found)


def test_what_a_worker_left_when_it_was_killed_is_taken_up_again(three, world, browse, at):
    begun(browse, at, three, world.secretary)
    replay_runs.go_on(now=three.now)

    while replay_runs.go_on(now=three.now):  # another worker, after a restart
        pass

    run = ReplayRun.objects.get()
    assert (run.done, run.whole, sum(one["cases"] for one in run.found.values())) == (3, True, 3)


def test_asked_anew_it_is_counted_anew(three, world, browse, at):
    begun(browse, at, three, world.secretary)
    go_on_with_replays()
    begun(browse, at, three, world.secretary)

    run = ReplayRun.objects.get()
    assert (run.done, run.found, run.ended_at, run.whole) == (0, {}, None, False)


def test_whoever_has_left_the_body_meanwhile_is_counted_no_further_and_reads_nothing(three, world, browse, at):
    member = world.members[8]
    begun(browse, at, three, member)
    with at(three.now):
        replay_runs.go_on(now=three.now)
        world.end_seat(member, on=three.now.date(), at=three.now)
    replay_runs.go_on(now=three.now + 1440 * MINUTE)

    run = ReplayRun.objects.get()
    assert (run.done, run.whole, run.ended_at is None) == (2, False, False)
    with at(three.now + 1440 * MINUTE):
        assert browse(member).get(PATH).status_code == 404


def test_another_persons_count_is_not_shown(three, world, browse, at, read):
    begun(browse, at, three, world.secretary)
    with at(three.now):
        go_on_with_replays()
        shown = read(browse(world.chair).get(PATH))

    assert "3 cases are to be counted." in shown
    assert "Count anew" not in shown


@pytest.mark.parametrize("who", NOBODY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_counts_or_finds_the_page(three, world, browse, at, who, method):
    with at(three.now):
        assert getattr(browse(getattr(world, who)), method)(PATH).status_code == 404
    assert not ReplayRun.objects.exists()


def test_rules_there_are_not_are_not_counted(three, world, browse, at):
    with at(three.now):
        assert browse(world.secretary).post("/rules/no-such-rules/replay/all/").status_code == 404


def test_rules_that_are_gone_end_the_count(three, world, browse, at):
    begun(browse, at, three, world.secretary)
    ReplayRun.objects.update(pack_id="gone")
    go_on_with_replays()

    run = ReplayRun.objects.get()
    assert (run.whole, run.ended_at is None) == (False, False)


def test_the_page_costs_the_same_for_one_case_and_three(three, world, browse, at, statements):
    browser = browse(world.secretary)
    with at(three.now):
        browser.post(PATH)
        replay_runs.go_on(now=three.now)
        half = statements(browser.get, PATH)
        go_on_with_replays()
        assert statements(browser.get, PATH) == half <= 10


def test_the_pages_of_the_replay_lead_to_the_count(three, world, browse, at):
    with at(three.now):
        shown = browse(world.secretary).get("/rules/general-2023/replay/").content.decode()

    assert f'href="{reverse("replay-all", args=["general-2023"])}"' in shown
