"""Acts upon a time limit that is running: always with reasons.

A clock that was stopped watches nobody, so another begins to run in its place: the pause itself falls due.
"""

from regulations.guards import after, filing
from regulations.move import Move, Notice, Settle, Start
from regulations.packs import asks
from regulations.packs.lifecycle.conditions import NotRunning, resumes_the_last
from regulations.packs.lifecycle.stages import DECIDING, OFFICE, OPEN, REASONS, WITH_AUTHORITY, R
from regulations.words import Words

CLOCK_MOVES = (
    Move(
        "extend",
        Words("延长期限", "Extend"),
        OPEN,
        None,
        (*OFFICE, R.AUTHORITY),
        "clock.extension",
        guards=(filing.not_own_matter, after.some_clock_extendable),
        checks=(after.extension_states_new_date,),
        asks=(asks.short("clock", "期限", "Clock"), asks.day("new_date", "新的期限", "New date"), REASONS),
        by_state=dict.fromkeys(OPEN, OFFICE) | dict.fromkeys(WITH_AUTHORITY, (R.AUTHORITY,)),
        tells=(Notice("clock_extended", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
    Move(
        "pause_clock",
        Words("中止计时", "Pause clock"),
        DECIDING,
        None,
        OFFICE,
        "clock.pausing",
        guards=(filing.not_own_matter, after.pausing_allowed, after.some_clock_pausable),
        checks=(after.pause_fits,),
        asks=(asks.short("clock", "期限", "Clock"), REASONS),
        starts=(Start("pause", NotRunning("pause")),),
        tells=(Notice("clock_paused", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
    Move(
        "resume_clock",
        Words("恢复计时", "Resume clock"),
        DECIDING,
        None,
        OFFICE,
        "clock.pausing",
        guards=(filing.not_own_matter, after.some_clock_paused),
        checks=(after.resume_fits,),
        asks=(asks.short("clock", "期限", "Clock"), REASONS),
        settles_if=(Settle("pause", resumes_the_last),),
        tells=(Notice("clock_resumed", (R.APPLICANT, R.CHAIR, R.SECRETARY)),),
    ),
)
