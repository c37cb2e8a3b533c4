"""One dossier from a draft to its approval, each party at their own browser, with nothing but what the pages offer."""

from pathlib import Path

import pytest

from tests.e2e_browser.conftest import PHONE

pytestmark = pytest.mark.browser
DOSSIER = Path(__file__).parents[2] / "fixtures" / "dossiers" / "02-code-completion.yaml"


def file_the_dossier(applicant):
    applicant.follows("File a new case").follows("As a text (YAML or JSON)")
    applicant.can_be_used_by_everybody()
    applicant.writes("Paste a dossier (YAML or JSON)", DOSSIER.read_text("utf-8")).presses("Open the draft")
    applicant.sees("Nothing is missing.").can_be_used_by_everybody()
    applicant.follows("On to submitting it").presses("Submit").sees("Done: Submit.")
    return applicant.path()


def fill_in_the_worksheet(reviewer):
    reviewer.sees("Assessment of each focus")
    for finding in reviewer.page.get_by_label("Met", exact=True).all():
        finding.check()
    reviewer.ticks("Approve").can_be_used_by_everybody().presses("Submit worksheet")


def test_a_simplified_review_from_draft_to_approval(person, world):
    applicant, secretary, chair = person().signs_in(world.applicant), person().signs_in(world.secretary), person()
    case = file_the_dossier(applicant)

    secretary.goes_to("/").sees("In-house code-completion tool trial").can_be_used_by_everybody()
    secretary.follows("Deal with it").follows("Accept").can_be_used_by_everybody()
    secretary.ticks("Simplified procedure").writes("Reason for the procedure", "风险不大于最低风险")
    secretary.page.get_by_label("Ground of the simplified procedure").select_option("minimal_risk")
    secretary.ticks("Public order may be challenged").presses("Accept").sees("Simplified procedure")

    chair.signs_in(world.chair).goes_to(case).follows("Determine listing")
    chair.writes("Reasons", "对照清单，不属于清单内活动").presses("Determine listing").sees("On the list")

    reviewers = [person(width=PHONE).signs_in(world.members[index]) for index in (2, 3)]
    for reviewer in reviewers:
        reviewer.goes_to("/inbox/").presses("Go to the case").follows("Declare interest")
        reviewer.ticks("No").presses("Declare interest").sees("Done: Declare interest.")

    chair.goes_to(case).follows("Assign reviewers").can_be_used_by_everybody()
    chair.page.get_by_label("委员3").check()
    chair.page.get_by_label("委员4").check()
    chair.presses("Assign reviewers").sees("In review")

    for reviewer in reviewers:
        reviewer.goes_to("/").follows("Fill in the worksheet")
        fill_in_the_worksheet(reviewer)
        reviewer.sees("Done: Submit worksheet.")

    chair.goes_to(case).follows("Issue decision").writes("Reasons", "两名审查委员一致同意").presses("Issue decision")

    chair.sees("Approved and active")
    applicant.goes_to(case).sees("Decision · Approve").sees("name withheld").can_be_used_by_everybody()
    assert "委员3" not in applicant.page.inner_text("body")


def test_the_authority_forms_a_panel_of_experts(person, world, story):
    story.preliminary()
    story.does(world.manager, "apply_re_examination")
    officer = person().signs_in(world.officer)

    officer.sees("Take up the application for re-examination.").can_be_used_by_everybody().follows("Deal with it")
    officer.follows("Accept re-examination").presses("Accept re-examination").follows("Form panel")
    for row in range(5):
        officer.page.locator(f"[id='id_experts.{row}.person']").select_option(label=f"专家{row + 1}")
        category = ("field", "ethics", "law")[row % 3]
        officer.page.locator(f"[name='experts.{row}.categories'][value={category}]").check()
    officer.can_be_used_by_everybody().presses("Form panel")

    officer.sees("Re-examination expert").sees("专家1, 专家2, 专家3, 专家4, 专家5")


def test_a_refusal_is_told_with_its_article_and_what_was_typed_stays(person, world, story):
    story.submitted()
    secretary = person().signs_in(world.secretary).goes_to(f"/cases/{story.number}/moves/accept/")

    secretary.ticks("Emergency procedure").writes("Reason for the procedure", "写好的理由")
    secretary.ticks("Life and health may be challenged").presses("Accept")

    secretary.sees("This was refused; nothing was written").sees("Art. 27").can_be_used_by_everybody()
    assert secretary.page.get_by_label("Reason for the procedure").input_value() == "写好的理由"


def test_the_second_of_two_is_told_who_was_faster(person, world, story):
    story.submitted()
    secretary, chair = person().signs_in(world.secretary), person().signs_in(world.chair)
    for one in (secretary, chair):
        one.goes_to(f"/cases/{story.number}/moves/decline/").writes("Reasons", "不属于审查范围")
        one.page.locator("input[type=radio]").first.check()

    chair.presses("Decline").sees("Not accepted")
    secretary.presses("Decline").sees("Somebody was faster").sees("Decline (委员1 · Chair)").can_be_used_by_everybody()
