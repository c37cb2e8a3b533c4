"""What goes wrong in daily work, in a browser: a worksheet past the end of a session, a case that is too much."""

import pytest
import time_machine

from tests.e2e_browser.conftest import PHONE
from tests.ethics_review.web.test_case_page_full import NAMES, full

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth"
RUNS_INTO = r"""(name) => {
  const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("bdi, option, textarea")) continue;
    if (node.data.replaceAll(`\u2068${name}\u2069`, "").trim() === "") continue;
    if (node.data.includes(".pdf")) continue; // the name of a document, which holds it as it was given
    if (node.data.trim() !== name) {
      if (node.data.replaceAll(`\u2068${name}\u2069`, "").includes(name)) found.push(node.data.trim().slice(0, 200));
      continue;
    }
    let line = node.parentElement;
    while (getComputedStyle(line).display === "inline") line = line.parentElement;
    if (line.textContent.trim() !== name) found.push(line.outerHTML.slice(0, 300));
  }
  return found;
}"""
"""Where a name stands beside other words that would be read in its direction."""
SAID = "第一行：样本来源需要说明\n第二行：مريم 👩‍🔬"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_worksheet_that_outlives_its_session_loses_nothing(person, world, story, language):
    """Every finding, every comment and the recommendation are sent as they were, once one has signed in again."""
    story.in_review()
    with time_machine.travel(story.now, tick=True):
        reviewer = person(language, width=PHONE).signs_in(world.members[2])
        reviewer.goes_to(f"/cases/{story.number}/moves/submit_worksheet/")
        for finding in reviewer.page.locator("[name$='.answer'][value=yes]").all():
            finding.check()
        reviewer.page.locator("[name='focuses.fairness.comment']").fill(SAID)
        reviewer.page.locator("[name=recommendation][value=approve]").check()
        reviewer.page.context.clear_cookies(name="sessionid")

        reviewer.page.locator("#move button.btn-primary").click()
        reviewer.page.fill("#id_username", world.members[2].username)
        reviewer.page.fill("#id_password", "a long enough secret")
        reviewer.page.click("main button.btn-primary")
        assert reviewer.page.evaluate(WIDE) <= PHONE
        reviewer.page.locator("main form button.btn-primary").first.click()
        reviewer.page.wait_for_url(f"**/cases/{story.number}/")

    sheet = story.case.reviews.get().assignments.get(person=world.members[2]).worksheet
    assert {focus["answer"] for focus in sheet.focuses.values()} == {"yes"}
    assert sheet.focuses["fairness"]["comment"].splitlines() == SAID.splitlines()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_case_that_is_too_much_holds_on_every_page_of_a_phone(person, world, story, language):
    """A title as long as a column takes, 500 documents, 300 entries, names from right to left and of pictures."""
    type(world.members[3]).objects.filter(pk=world.members[3].pk).update(name=NAMES)
    full(story.in_review().reviewed(world.members[2]).convened())
    case = f"/cases/{story.number}/"
    seen = {
        world.members[3]: ["/", "/inbox/", "/cases/", "/meetings/", case, f"{case}moves/submit_worksheet/"],
        world.chair: [f"{case}moves/assign_reviewers/", f"/committees/{world.body.pk}/", "/search/?q=2026"],
        world.secretary: [f"/meetings/{story.meeting.pk}/", f"{case}deliveries/", f"{case}moves/extend/", "/duties/"],
        world.applicant: [case, "/cases/", f"{case}moves/withdraw/"],
    }
    with time_machine.travel(story.now, tick=True):
        for who, pages in seen.items():
            window = person(language, width=PHONE).signs_in(who)
            for page in pages:
                window.goes_to(page)
                window.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
                assert window.page.evaluate(WIDE) <= PHONE, page
                assert window.page.evaluate(RUNS_INTO, NAMES) == [], page
