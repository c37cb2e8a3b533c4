"""What happens without anybody making a move: the applicant writes, people come and go, time passes, filings lapse."""

from collections.abc import Iterator

from regulations.guards.filing import WAITING_FOR
from regulations.proof.world import CORRECTABLE, HEARING, Ballot, Draft, Exempt, Panel, Room, Shows, World
from regulations.vocabulary import Procedure
from regulations.words import Words

Happening = tuple[Words, World]

FILLED = {
    Room.FULL: Words("会议开始，足够的委员到会", "the meeting begins, with members enough"),
    Room.FEW: Words("会议开始，到会委员少于法定人数一人", "the meeting begins, with one member too few"),
    Room.NARROW: Words("会议开始，没有法律专业委员到会", "the meeting begins, without a jurist"),
    Room.HEADLESS: Words("会议开始，无人可以主持", "the meeting begins, without anybody who may preside"),
    Room.SILENT: Words("会议开始，一名委员未声明利益关系", "the meeting begins, one member having declared nothing"),
    Room.FIELDLESS: Words("会议开始，没有相关领域的人员", "the meeting begins, without anybody from the field"),
}
JOINED = Words("缺席者到会", "whoever was missing comes")
LEFT = Words("一名委员未投票即离开会场", "a member on the roll leaves before voting")
WRITTEN = {
    Draft.WHOLE: Words("申请人改好材料", "the applicant corrects the application"),
    Draft.GAPS: Words("申请人改动材料，仍有缺漏", "the applicant changes the application and leaves gaps"),
}
CLOSED = Words("申诉期届满", "the window for an appeal closes")
EXPIRED = Words("期限届满，无人答复", "the time limit runs out without an answer")
LAPSED = Words("豁免所依据的备案失效", "the filing behind the exemption lapses")
GROWN_NEAR = Words("一名专家被发现参与过该活动", "an expert turns out to have had a part in the activity")


def happenings(world: World) -> Iterator[Happening]:
    """Everything that may happen next in this world by itself."""
    yield from _writing(world)
    yield from _coming_and_going(world)
    yield from _time(world)
    if world.panel is Panel.FIT:
        yield GROWN_NEAR, world._replace(panel=Panel.NEAR, ballot=_kept_open(world))


def _writing(world: World) -> Iterator[Happening]:
    if world.state in CORRECTABLE:
        for draft, words in WRITTEN.items():
            if draft is not world.draft:
                yield words, world._replace(draft=draft)


def _coming_and_going(world: World) -> Iterator[Happening]:
    if world.state not in HEARING:
        return
    if world.room is Room.CALLED:
        for room, words in FILLED.items():
            if room is not Room.FIELDLESS or world.procedure is Procedure.EMERGENCY:
                yield words, world._replace(room=room)
    elif world.ballot is not None and world.ballot.open:
        if not world.ballot.left and not world.ballot.votes:
            yield LEFT, world._replace(ballot=world.ballot._replace(left=True))
    elif world.room not in {Room.NONE, Room.FULL, Room.SILENT}:
        yield JOINED, world._replace(room=Room.FULL)


def _time(world: World) -> Iterator[Happening]:
    """Of a time limit only its end can be seen by a rule: of the appeal's window, of what is waited for."""
    if "appeal_window" in world.clocks:
        yield CLOSED, world._replace(clocks=world.clocks - {"appeal_window"})
    elif WAITING_FOR.get(world.state) in world.clocks and not world.late:
        yield EXPIRED, world._replace(late=True)
    if world.exempt is Exempt.STANDS:
        yield LAPSED, world._replace(exempt=Exempt.LAPSED)


def _kept_open(world: World) -> Ballot | None:
    """A vote in which such an expert took part counts for nothing; one that is open goes on."""
    return world.ballot if world.ballot is not None and world.ballot.open else None


BEGUN = {
    Shows.PLAIN: Words("申请不涉清单，风险不大于最低风险", "an application that claims a risk not above minimal"),
    Shows.URGENT: Words("申请表明情况紧急", "an application that shows an urgency"),
    Shows.LISTED: Words("申请自认属于清单", "an application that claims an item of the list"),
}
CHANGES_LISTED = Words("申请变更在实施的清单内活动", "an application to change a listed activity that is in force")


def beginning(start: World) -> Words:
    """What lies in the draft a way begins with."""
    return CHANGES_LISTED if start.amends else BEGUN[start.shows]
