"""The benchmarks: what they lay down in bulk is what the product would have left, and an unknown one is a sentence."""

from benchmarks.seeding.many_cases import PATHS, Ground, reviewed_by, seed
from ethics_review.demo import script
from ethics_review.models import Case
from ethics_review.operations import make_move
from ethics_review.queries.queues import desk
from ledger.models import Deadline, Entry
from tests.builders import ledger_is_sound

COUNT = 40


def seeded(stage, count=COUNT):
    bodies = script.bodies()
    applicants = {"qinghe": "lin.ruoan", "centre": "gao.yu"}
    ground = Ground(
        bodies=[
            (stage.committees[key], stage.people[who], stage.people[bodies[key].secretary])
            for key, who in applicants.items()
        ],
        filing=dict(script.filing("01-customer-service-llm")),
        begin=script.instant("2025-01-06 09:00"),
        year=2025,
    )
    return seed(ground, count)


def test_seeded_cases_stand_on_a_sound_ledger(stage):
    made = seeded(stage)

    cases = list(Case.objects.all())
    entries = Entry.objects.filter(stream__startswith="case:")
    assert (len(cases), len({case.number for case in cases})) == (COUNT, COUNT)
    assert {case.state for case in cases} == set(PATHS)
    assert made == entries.count() == sum(len(PATHS[case.state]) for case in cases)
    assert Deadline.objects.filter(stream__startswith="case:", settled_at__isnull=True).count() == COUNT
    assert ledger_is_sound()


def test_seeded_cases_wait_on_a_desk_and_can_be_moved(stage):
    seeded(stage)
    reviewer = stage.people["lu.xingzhou"]

    named = reviewed_by(reviewer, 2, stage.now)
    waiting = Case.objects.filter(state="submitted", committee=stage.committees["qinghe"]).first()
    data = {"procedure": "general", "reason": "适用一般程序", "scope": ["life_health"]}
    secretary = stage.people["song.xiaohe"]
    moved = make_move(number=waiting.number, move="accept", user=secretary, data=data, now=stage.tick())

    assert named == 2
    assert [row.why for row in desk(user=reviewer, now=stage.now, limit=50)] == ["review", "review"]
    assert moved.state == "accepted"
    assert ledger_is_sound()


def test_unknown_benchmark_is_a_sentence(run):
    told = run("bench", "speed")

    assert told.code == 1
    assert "There is no benchmark speed; known: cases, " in told.complained[0]
