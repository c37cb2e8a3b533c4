"""Refusals, problems and articles as sentences a reader gets."""

import json
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

import regulations
from ethics_review import wording
from ethics_review.dossier import Unreadable, read
from ethics_review.engine.input import InputProblem
from ethics_review.wording.figures import filled, placeholders
from ethics_review.wording.phrases import merged
from regulations import materials
from regulations.citation import Cite, Source
from regulations.refusal import Refusal
from regulations.vocabulary import Basis, Outcome, Role, State
from regulations.words import Words

AI = regulations.pack("ai-2026")
PARENT = regulations.pack("general-2023")
LATEST = {"action": "accept", "actor": "王某", "role": "secretary", "at": "2026-06-10T04:00:05+00:00"}


def refusal(code, rule="meeting.min_present", pack=AI, **figures):
    return Refusal(code, pack.rules[rule].source, figures)


def told(code, rule="meeting.min_present", **figures):
    """What the refusal says in both languages, without the article."""
    source = Source(Cite("house"), Basis.HOUSE)
    zh, en = (wording.sentence(Refusal(code, source, figures), language) for language in ("zh-hans", "en"))
    return zh.removesuffix("（委员会自定规则）。"), en.removesuffix(" (house rule).")


## Sentences


def test_refusal_says_what_why_what_to_do_and_where_it_is_written():
    found = refusal("quorum.too_few", need=5, have=4)

    assert wording.sentence(found, "zh-hans") == (
        "到会可计人数为4人，少于所需的5人；请补足到会委员后再开始表决"
        "（《人工智能科技伦理审查与服务办法（试行）》第14条（条号待核））。"
    )
    assert wording.sentence(found, "en") == (
        "4 of the required 5 members who count are in the room; open the ballot once enough are "
        "(Measures for Ethics Review and Services of AI Science and Technology Activities (Trial), "
        "Art. 14 (article number to be confirmed))."
    )


def test_whoever_came_second_is_told_who_did_what():
    figures = {"state": State.ACCEPTED, "sources": [State.SUBMITTED], "latest": LATEST}

    assert told("state.not_here", **figures) == (
        (
            "本事项现为“已受理”，只有在“已提交待受理”时才能办理此项：王某（秘书）已于2026年6月10日 12:00办理“受理”；"
            "请刷新页面，按现在的状态继续办理"
        ),
        (
            "The case is now “accepted”, and this step can only be taken while it is “submitted”: "
            "王某 (secretary) made the "
            "step “Accept” on 2026-06-10 12:00; reload the page and go on from there"
        ),
    )


def test_system_and_unnamed_actors_are_told_by_their_role():
    unnamed = LATEST | {"actor": "", "role": "system", "action": "deadline_missed"}

    zh, en = told("state.not_here", state="accepted", sources=["submitted"], latest=unnamed)

    assert "：系统已于2026年6月10日 12:00办理“期限届满未办结”；" in zh
    assert ": the system made the step “Time limit missed” on 2026-06-10 12:00; " in en


@pytest.mark.parametrize("latest", [{}, {"latest": None}, {"latest": {}}])
def test_figure_that_says_nothing_leaves_its_part_of_the_sentence_out(latest):
    zh, _ = told("state.not_here", state="accepted", sources=["draft", "submitted"], **latest)

    assert zh == "本事项现为“已受理”，只有在“草稿、已提交待受理”时才能办理此项；请按现在的状态继续办理"


@pytest.mark.parametrize(
    ("code", "figures", "zh", "en"),
    [
        (
            "role.not_yours",
            {"needs": [Role.SECRETARY, Role.CHAIR], "has": [Role.APPLICANT]},
            "此项由秘书、主任委员办理，您在本事项中的身份是科技活动负责人；请由有权办理的人员办理",
            "This step is for: secretary, chair. Your part in this case is: applicant; leave it to whoever may take it",
        ),
        (
            "role.not_yours",
            {"needs": [Role.CHAIR], "has": []},
            "此项由主任委员办理，您在本事项中没有这一身份；请由有权办理的人员办理",
            "This step is for: chair. You have no such part in this case; leave it to whoever may take it",
        ),
        (
            "quorum.categories",
            {"missing": ["law", "ethics", "field-of-its-own"]},
            "到会委员缺少以下专业背景：法律、伦理、field-of-its-own；请具有该背景的委员到会后再开始表决",
            (
                "Those in the room lack this expertise: law, ethics, field-of-its-own; open the ballot once "
                "members who bring it are there"
            ),
        ),
        (
            "simplified.must_convert",
            {"trigger": "doubt"},
            "简易审查中出现“对审查内容有疑义”，应当转为一般程序；请先转为一般程序",
            (
                "The simplified review has met “A doubt about the content” and must turn into a general one; "
                "convert it first"
            ),
        ),
        (
            "decision.no_majority",
            {"need": 4, "of": 5, "tally": {"approve": 3, "reject": 2}},
            "没有意见达到所需的4票（共5人），表决结果为：批准 3、不予批准 2；请在下次会议再行表决",
            (
                "No option reached the required 4 of 5 votes (approve 3, reject 2); put it to the vote again "
                "at the next meeting"
            ),
        ),
        (
            "panel.no_opinion",
            {"need": 4, "of": 5, "tally": {}},
            "复核专家组尚未形成意见，需要全体5名专家中的4票；请先完成表决",
            "The panel has come to no opinion, which needs 4 of all 5 experts; complete the ballot first",
        ),
        (
            "ballot.unknown_option",
            {"given": "agree", "allowed": ["approve", "disagree"]},
            "“同意”不在本次表决的选项之内；请从以下选项中选择：批准、不同意",
            "“agree” was not put to the vote; choose one of these: approve, disagree",
        ),
        (
            "clock.not_later",
            {"clock": "decision", "due_on": "2026-07-10", "given": "2026-07-01"},
            "“审查决定”期限现到2026年7月10日，新的期限2026年7月1日应当晚于该日和今天；请重新填写日期",
            (
                "The time limit “Decision” ends on 2026-07-10, and the new date 2026-07-01 must be later than "
                "that and than "
                "today; give another date"
            ),
        ),
        (
            "meeting.not_begun",
            {"starts_at": "2026-06-10T09:30:00+08:00"},
            "会议定于2026年6月10日 09:30开始，现在还没有开始；请在会议开始后办理",
            "The meeting begins at 2026-06-10 09:30 and has not begun; do this once it has",
        ),
        (
            "materials.incomplete",
            {"missing": 2, "paths": ["plan.testing", "risk_assessment.risks.0.control"]},
            "申请材料缺少2项：“测试评估方法”（plan.testing）、“风险防控措施”（risk_assessment.risks.0.control）；请补充后再受理",
            (
                "The application lacks 2 item(s): Test and evaluation methods (plan.testing), Control of the risk "
                "(risk_assessment.risks.0.control); it can be accepted once they are supplied"
            ),
        ),
        (
            "interest.recused",
            {"people": [3], "names": ["贺知微"]},
            "贺知微已回避本事项，不参加审查、讨论和表决；请另行指定人员",
            "Recused from this matter, and so out of review, discussion and vote: 贺知微; name somebody else",
        ),
        (
            "interest.recused",
            {"people": [3]},
            "有关人员已回避本事项，不参加审查、讨论和表决；请由其他人员办理",
            "Whoever has recused from this matter takes no part in review, discussion or vote; leave it to the others",
        ),
        (
            "ballot.not_entitled",
            {"people": [3, 9]},
            "名册中有2人没有本委员会任期内的表决席位，或者被重复列入；请核对名册",
            "2 on the roll hold no voting seat of this body in term, or stand on it twice; check the roll",
        ),
        (
            "mandate.not_a_centre",
            {"kind": "ethics"},
            "受托机构是科技伦理（审查）委员会，只能委托审查与服务中心；请另行选择",
            (
                "The body mandated is of the kind “ethics committee”, and only a service centre can be mandated; "
                "choose another one"
            ),
        ),
        (
            "worksheet.focus_missing",
            {"missing": ["fairness", "privacy"]},
            "以下重点审查内容尚未评定：公平公正、隐私保护；请逐项评定",
            "These focuses have not been assessed: Fairness, Privacy protection; assess every one of them",
        ),
    ],
)
def test_figures_are_told_in_words(code, figures, zh, en):
    assert told(code, **figures) == (zh, en)


def test_code_without_words_fails_the_tests():
    with pytest.raises(wording.Unworded):
        wording.sentence(refusal("nothing.of_the_kind"), "en")
    with pytest.raises(wording.Unworded):
        wording.sentence(refusal("quorum.too_few"), "en")
    with pytest.raises(wording.Unworded):
        wording.notice("nothing_of_the_kind", {}, "en")


def test_code_without_words_is_shown_as_it_is_at_run_time():
    with pytest.warns(wording.Unworded, match="nothing"):
        assert wording.sentence(refusal("nothing.of_the_kind"), "zh-hans") == (
            "nothing.of_the_kind（《人工智能科技伦理审查与服务办法（试行）》第14条（条号待核））。"
        )
    with pytest.warns(wording.Unworded, match="nothing_of_the_kind"):
        assert wording.notice("nothing_of_the_kind", {"number": "2026-0001"}, "en") == (
            "nothing_of_the_kind · 2026-0001",
            "Sign in to see the details.\n\nMatter: 2026-0001\n\nSign in to see the details.",
        )


@pytest.mark.parametrize(
    ("phrase", "value", "zh", "en"),
    [
        ("{x:day}", "soon", "soon", "soon"),
        ("{x:day}", date(2026, 1, 2), "2026年1月2日", "2026-01-02"),
        ("{x:instant}", "soon", "soon", "soon"),
        ("{x:instant}", "2026-01-02T00:00:00", "2026-01-02T00:00:00", "2026-01-02T00:00:00"),
        ("{x:instant}", datetime(2026, 1, 1, 16, 0, tzinfo=UTC), "2026年1月2日 00:00", "2026-01-02 00:00"),
        ("{x:entry}", "somebody", "somebody", "somebody"),
        ("{x:tally}", "3", "3", "3"),
        ("{x:count}", 3, "3", "3"),
        ("{x:state}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:clock}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:type}", ["string", "number"], "文字、数字", "text, a number"),
        ("{x:type}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:format}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:simplified.triggers}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:no.such_rule}", "unheard_of", "unheard_of", "unheard_of"),
        ("{x:meeting.min_present}", "5", "5", "5"),
        ("{x}", ("a", "b"), "a、b", "a, b"),
    ],
)
def test_figure_nobody_knows_is_not_lost(phrase, value, zh, en):
    assert filled(phrase, {"x": value}, "zh-hans") == zh
    assert filled(phrase, {"x": value}, "en") == en


def test_placeholders_are_found_with_their_kind():
    assert placeholders("{a} {b:day} 100 {c:simplified.triggers}") == {
        "a": "",
        "b": "day",
        "c": "simplified.triggers",
    }


## Articles


@pytest.mark.parametrize(
    ("cite", "zh", "en"),
    [
        (
            Cite("ai-2026", 16),
            "《人工智能科技伦理审查与服务办法（试行）》第16条",
            "Measures for Ethics Review and Services of AI Science and Technology Activities (Trial), Art. 16",
        ),
        (
            Cite("general-2023", 28, certain=False),
            "《科技伦理审查办法（试行）》第28条（条号待核）",
            "Measures for Science and Technology Ethics Review (Trial), Art. 28 (article number to be confirmed)",
        ),
        (
            Cite("general-2023", annex=True),
            "《科技伦理审查办法（试行）》附件",
            "Measures for Science and Technology Ethics Review (Trial), annex",
        ),
        (
            Cite("general-2023"),
            "《科技伦理审查办法（试行）》",
            "Measures for Science and Technology Ethics Review (Trial)",
        ),
        (Cite("house"), "委员会自定规则", "house rule"),
        (Cite("local-31", 4), "《local-31》第4条", "local-31, Art. 4"),
    ],
)
def test_article_is_cited_as_people_write_it(cite, zh, en):
    assert wording.cite_text(cite, "zh-hans") == zh
    assert wording.cite_text(cite, "en") == en


## Problems and what is missing


def test_problem_of_a_filing_names_field_and_article():
    (problem,) = materials.malformed({"plan": {"testing": 3}})

    assert wording.problem_sentence(problem, "zh-hans") == (
        "“测试评估方法”（plan.testing）的类型不对，应当是文字；请更正（《人工智能科技伦理审查与服务办法（试行）》第12条）。"
    )
    assert wording.problem_sentence(problem, "en", pack=PARENT) == (
        "Test and evaluation methods (plan.testing) is of the wrong type and should be text; correct it "
        "(Measures for Science and Technology Ethics Review (Trial), Art. 9)."
    )


def test_problem_of_a_filing_tells_what_may_have_been_meant():
    (problem,) = materials.malformed({"plan": {"test": "x"}})

    assert wording.problem_sentence(problem, "zh-hans").startswith(
        "没有名为“plan.test”的字段，是否应为“testing”；请更正或者删除（"
    )


def test_problem_of_a_moves_input_names_no_article():
    problem = InputProblem("reasons", "input.required", {})

    assert wording.problem_sentence(problem, "en") == "“reasons” is not given; give it."


def test_field_a_move_asks_for_is_named_where_every_move_means_the_same():
    problem = InputProblem("experts.0.person", "input.not_found", {"given": 7})

    assert wording.problem_sentence(problem, "zh-hans") == (
        "“复核专家”（experts.0.person）所填的编号7不存在；请核对编号。"
    )
    assert wording.problem_sentence(problem, "en") == (
        "Experts (experts.0.person) names 7, which does not exist; check the number."
    )


def test_names_of_fields_and_of_what_moves_ask_for_do_not_clash():
    asked = {ask.name for pack in regulations.all_packs() for move in pack.moves.values() for ask in move.asks}

    assert asked & {field.path for field in materials.fields()} == set()


@pytest.mark.parametrize(
    ("problem", "zh"),
    [
        (InputProblem("", "input.type", {"expected": "object"}), "所提交的内容的类型不对，应当是一组字段；请更正。"),
        (
            InputProblem("new_date", "input.format", {"expected": "date"}),
            "“新的期限”（new_date）的格式不对，应当是日期，写作“年-月-日”，如2026-05-28；请更正。",
        ),
        (InputProblem("x", "input.format", {}), "“x”的格式不对；请更正。"),
        (InputProblem("x", "input.too_long", {"limit": 300}), "“x”过长、过多或过大，至多为300；请精简。"),
    ],
)
def test_problem_of_a_shape_is_told(problem, zh):
    assert wording.problem_sentence(problem, "zh-hans") == zh


def test_sentence_in_english_begins_with_a_capital():
    problem = InputProblem("", "input.type", {"expected": "object"})

    assert wording.problem_sentence(problem, "en").startswith("What was sent is of the wrong type")


def test_trap_in_a_dossier_is_told_with_its_line(tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text("unit: 甲\nunit: 乙\n", "utf-8")

    with pytest.raises(Unreadable) as caught:
        read(path)

    (problem,) = caught.value.problems
    assert wording.problem_sentence(problem, "zh-hans").startswith("第2行的字段“unit”重复；请保留一个（")


def test_what_is_missing_is_told_with_its_article():
    missing = [one for one in materials.missing({}) if one.path == "conflict_statement"]

    assert [wording.missing_sentence(one, "zh-hans") for one in missing] == [
        "缺少“利益冲突申明”（conflict_statement）；请补充（《科技伦理审查办法（试行）》第9条）。"
    ]
    assert [wording.missing_sentence(one, "en", pack=AI) for one in missing] == [
        (
            "Conflict-of-interest statement (conflict_statement) is missing; supply it "
            "(Measures for Science and Technology Ethics Review (Trial), Art. 9)."
        )
    ]


def test_code_is_worded_once():
    with pytest.raises(ValueError, match="is worded twice"):
        merged([{"x.y": Words("一", "one")}, {"x.y": Words("二", "two")}])


## Figures as JSON


def test_figures_are_json():
    figures = {
        "state": State.ACTIVE,
        "roles": frozenset({Role.UNIT, Role.CHAIR}),
        "on": date(2026, 6, 10),
        "at": datetime(2026, 6, 10, 4, 0, tzinfo=UTC),
        "tally": MappingProxyType({Outcome.APPROVE: 3}),
        "people": (3, 1),
        "nothing": None,
        "share": 0.5,
        "other": Cite("house"),
    }

    made = wording.figures_json(refusal("quorum.too_few", **figures))

    assert json.loads(json.dumps(made)) == {
        "state": "active",
        "roles": ["chair", "unit"],
        "on": "2026-06-10",
        "at": "2026-06-10T04:00:00+00:00",
        "tally": {"approve": 3},
        "people": [3, 1],
        "nothing": None,
        "share": 0.5,
        "other": "house",
    }
    assert type(made["state"]) is str
