"""Filing one dossier from the command line: whole and well formed, or told everything at once and nothing written."""

import pytest

from ethics_review import dossier
from ethics_review.demo import script
from ethics_review.models import Case
from ledger.models import Entry
from tests.builders import Told
from tests.unwritten import everything

DOSSIERS = script.DOSSIERS


@pytest.fixture
def file(run):
    return lambda name, user, **more: run("file_dossier", str(DOSSIERS / f"{name}.yaml"), username=user, **more)


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    ("name", "user", "body"),
    [
        ("01-customer-service-llm", "lin.ruoan", "青禾智能家电科技伦理（审查）委员会"),
        ("05-mine-truck", "gao.yu", "川岭省人工智能伦理审查与服务中心审查委员会"),
    ],
)
def test_complete_dossier_is_submitted_and_its_number_printed(file, name, user, body):
    told = file(name, user)
    case = Case.objects.get()

    assert (told.code, told.said, told.complained) == (0, [case.number], [])
    assert (case.state, case.committee.name, case.applicant.username) == ("submitted", body, user)
    assert case.filings.get().body == dossier.read(DOSSIERS / f"{name}.yaml").filing
    assert list(Entry.objects.filter(stream=case.stream).values_list("action", flat=True)) == ["create", "submit"]


@pytest.mark.usefixtures("stage")
def test_incomplete_dossier_is_told_everything_missing_and_nothing_is_written(file):
    before = everything()

    told = file("08-hiring-screening", "su.mingtang", language="en")

    assert (told.code, told.said) == (1, [])
    missing = dossier.read(DOSSIERS / "08-hiring-screening.yaml").missing
    assert [line.partition(": ")[0] for line in told.complained[:-1]] == list(missing)
    assert all(", Art. " in line for line in told.complained[:-1])
    assert told.complained[-1].endswith("8 found; nothing was written.")
    assert everything() == before


@pytest.mark.usefixtures("stage")
def test_wrong_and_missing_fields_are_told_together(run, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text("title: {zh: 试验}\nunit: 3\ncolour: blue\nperiod: {start: 2026-13-01, end: 2026-12-01}\n", "utf-8")
    before = everything()

    told = run("file_dossier", str(path), username="lin.ruoan")

    paths = [line.partition(": ")[0] for line in told.complained[:-1]]
    assert told.code == 1
    assert paths[:3] == ["colour", "period.start", "unit"]
    assert {"plan", "risk_assessment", "commitment"} <= set(paths[3:])
    assert all("第" in line for line in told.complained[:-1])
    assert everything() == before


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    ("content", "words"),
    [("title: [", "YAML"), ("- 1\n", "第1行"), ("unit: 甲\nunit: 乙\n", "重复"), (None, "无法读取文件")],
)
def test_file_that_is_no_dossier_is_refused_with_its_line(run, tmp_path, content, words):
    path = tmp_path / "broken.yaml"
    if content is not None:
        path.write_text(content, "utf-8")
    before = everything()

    told = run("file_dossier", str(path), username="lin.ruoan")

    assert (told.code, len(told.complained)) == (1, 2)
    assert words in told.complained[0]
    assert everything() == before


@pytest.mark.usefixtures("stage")
def test_amendment_of_nothing_in_force_is_refused(file):
    before = everything()

    told = file("07-customer-service-amendment", "lin.ruoan", language="en")

    assert told.code == 1
    assert told.complained[0].startswith("amends: ")
    assert "customer-service-llm" in told.complained[0]
    assert everything() == before


def test_amendment_finds_the_activity_it_changes(file, stage):
    matter = Told(stage, "01-customer-service-llm", applicant="lin.ruoan", body="qinghe").at("2026-05-29 09:20")
    matter.file()
    matter.accept("general", "适用", scope=["life_health"])
    matter.determine([], "不属于清单")
    matter.declare()
    matter.assign("lu.xingzhou")
    matter.worksheet("lu.xingzhou")
    matter.convene("2026-06-05 14:00")
    matter.at("2026-06-05 14:01").sit()
    matter.vote("approve")
    matter.decide()

    told = file("07-customer-service-amendment", "lin.ruoan")

    assert told.code == 0
    assert Case.objects.get(number=told.said[-1]).amends == matter.case


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        ("nobody", "There is no user nobody."),
        ("luo.jingxing", "The unit of luo.jingxing has no committee and no mandate in force"),
    ],
)
def test_who_cannot_file_is_told_why(file, user, sentence):
    before = everything()

    told = file("01-customer-service-llm", user)

    assert told.code == 1
    assert sentence in told.complained[0]
    assert everything() == before


def test_body_that_may_not_review_cannot_be_chosen(file, stage):
    told = file("01-customer-service-llm", "lin.ruoan", committee=stage.committees["yunfan"].pk)

    assert told.code == 1
    assert told.complained[0].endswith("Name the body with --committee:")
    assert told.complained[1].split()[:2] == [str(stage.committees["qinghe"].pk), stage.committees["qinghe"].name]
    assert not Case.objects.exists()
