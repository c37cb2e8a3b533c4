"""What happens in and around a meeting and at a panel's table, through the pages."""

from tests.e2e_browser import unseen
from tests.e2e_browser.conftest import sync_api
from tests.e2e_browser.journey import ASSENTING, BRINGS, OFFICER, PANEL, WHY, Journey
from tests.e2e_browser.party import Party


def convene(journey: Journey, starts_at: str, *, place: str, mode: str = "in_person") -> None:
    """The secretary puts the case on the agenda of a meeting that is called with it."""
    secretary = journey.at_move("convene", journey.secretary)
    tongue = secretary.tongue
    secretary.answers("convene", {"starts_at": starts_at.replace(" ", "T"), "mode": mode, "place": place})
    label, chair = tongue.asked(tongue.ask("convene", "presider")), journey.hall.people[journey.chair].name
    options = secretary.labelled(label).locator("option").all_inner_texts()
    secretary.chooses(label, next(option for option in options if chair in option)).station("convene")
    journey.sent("convene", secretary)


def enter(journey: Journey, who: str) -> Party:
    """From the desk into the room of the meeting that is next."""
    party = journey.who(who).comes()
    return party.follows_one(party.region("My meetings").get_by_role("listitem").get_by_role("link").first)


def answer_invitation(journey: Journey, who: str) -> None:
    party = enter(journey, who)
    party.press(party.tongue.word("comes")).station("invitation")


def sit(journey: Journey, *, adviser: str = "") -> None:
    """The secretary notes who comes; then each says at the item whether an interest is kept."""
    people, watched = journey.hall.people, [name for name in journey.present if journey.is_watched(name)]
    for name in journey.present:
        if name not in watched:
            unseen.arrives(number=journey.number, who=people[name], secretary=people[journey.secretary])
    secretary = enter(journey, journey.secretary)
    for name in watched:
        _note(secretary, people[name].name)
    if adviser:
        _let_in(journey, secretary, adviser)
    secretary.station("attendance")
    journey.declare(*journey.present)


def _note(secretary: Party, name: str) -> None:
    """A member comes: the sheet is noted without leaving the page."""
    row = secretary.main.get_by_role("row").filter(has_text=name).first
    row.get_by_role("button", name=secretary.tongue.phrase("Arrives"), exact=True).click()
    sync_api.expect(row.get_by_role("button", name=secretary.tongue.phrase("Leaves"), exact=True)).to_be_visible()


def _let_in(journey: Journey, secretary: Party, adviser: str) -> None:
    """Somebody from the field who advises and has no vote."""
    tongue, sheet = secretary.tongue, secretary.region("Attendance sheet")
    secretary.chooses(tongue.phrase("Somebody else comes"), journey.hall.people[adviser].name, sheet)
    secretary.chooses(tongue.phrase("In the room as"), tongue.word("adviser"), sheet)
    secretary.marks(tongue.word("field"), sheet).button("Arrives", sheet)


def vote(journey: Journey, position: str, *, dissent: int = 0, against: str = "reject") -> None:
    """The ballot is opened; everybody present votes in two steps. The last vote closes it."""
    journey.move("open_ballot", journey.chair)
    journey.greyed("cast_vote", journey.applicant, "role.not_yours")
    for number, name in enumerate(journey.present):
        chosen = against if number >= len(journey.present) - dissent else position
        ballot(journey, name, chosen)


def ballot(journey: Journey, name: str, position: str, *, why: str = WHY) -> None:
    """One vote: chosen, checked, sent, with its receipt."""
    given = {"position": position} | ({} if position in ASSENTING else {"reason": why})
    if not journey.is_watched(name):
        return journey.unseen("cast_vote", name, **given)
    party = journey.who(name).comes()
    party.link("Vote", party.waits_on_desk(journey.number))
    party.answers("cast_vote", given).station("cast_vote").button("On to check it")
    party.says("Check before you send").station("vote-checked")
    party.press(party.tongue.phrase("Send: %(move)s", move=party.tongue.move("cast_vote")))
    party.says("Your vote is in and stays").station("receipt")
    return None


def end(journey: Journey) -> None:
    """The secretary ends the meeting and reads the minutes."""
    secretary = enter(journey, journey.secretary)
    secretary.station("room").button("End the meeting").link("Minutes").station("minutes")


def meet(journey: Journey, position: str, *, called: str, sits: str, votes: str, place: str, **how) -> None:
    """A meeting from the invitation to the last vote and the minutes. `how`: dissent, against, adviser, mode."""
    convene(journey, called, place=place, mode=how.pop("mode", "in_person"))
    journey.at(sits)
    sit(journey, adviser=how.pop("adviser", ""))
    journey.at(votes)
    vote(journey, position, **how)
    end(journey)


def letters(journey: Journey) -> None:
    """The office looks whether everybody who was told has the letter."""
    secretary = journey.reads(journey.secretary).link("Deliveries")
    secretary.sees(journey.hall.people[journey.applicant].name).station("letters")


# Re-examination


def re_examine(journey: Journey, opinion: str, hours: tuple[str, str, str, str]) -> None:
    """From the chair's preliminary opinion to the return of the experts': applied, accepted, declared, voted."""
    applied, accepted, declared, voted = hours
    journey.greyed("issue_decision", journey.chair, "re_examination.required")
    journey.move("pass_preliminary", journey.chair, opinion="同意通过初步审查并申请专家复核")
    journey.at(applied).greyed("apply_re_examination", journey.applicant, "role.not_yours")
    journey.move("apply_re_examination", journey.manager)
    journey.at(accepted).move("accept_re_examination", OFFICER)
    form_panel(journey)
    journey.at(declared).declare(*PANEL)
    journey.at(voted).move("open_ballot", OFFICER)
    for name in PANEL:
        ballot(journey, name, opinion)
    journey.move("give_opinion", OFFICER, compliance="审查程序合规", reasonableness="对初步审查意见已逐项复核")


def form_panel(journey: Journey) -> None:
    officer = journey.at_move("form_panel", OFFICER)
    tongue = officer.tongue
    people, groups = officer.labelled(tongue.phrase("Expert")), officer.group(tongue.phrase("Expertise"))
    for place, name in enumerate(PANEL):
        chosen = people.nth(place)
        options = chosen.locator("option").all_inner_texts()
        wanted = journey.hall.people[name].name
        chosen.select_option(label=next(one for one in options if wanted in one))
        officer.marks(tongue.word(BRINGS[name]), groups.nth(place))
    officer.station("form_panel")
    journey.sent("form_panel", officer)
