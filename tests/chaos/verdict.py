"""Whether everything that was owed was told, once: the rows against what arrived, and against a calm day."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tests.receivers import Receiver


def verdict(
    rows: Mapping[str, Any], built: Mapping[str, Any], letters: Counter[str], hook: Receiver, kills: int
) -> tuple[list[str], list[str]]:
    """The figures, and what is amiss."""
    parts = [_obligations(rows, built), _inbox(rows), _letters(rows, letters, kills), _events(rows, hook)]
    return [figure for figure, _ in parts], [fault for _, faults in parts for fault in faults]


def _obligations(rows: Mapping[str, Any], built: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Every case was told what the calm one of its kind was told, as often and to the same people."""
    faults = []
    for number, (kind, told) in rows["cases"].items():
        calm = rows["cases"][built["calm"][kind]][1]
        if told != calm:
            faults.append(f"{number} ({kind}) was told {told}, a calm one {calm}")
        if rows["missed"][number] != 1:
            faults.append(f"{number} was recorded as missed {rows['missed'][number]} times")
    for kind, calm in built["told"].items():
        after = rows["cases"][built["calm"][kind]][1]
        if not calm.items() <= after.items():
            faults.append(f"the calm case of the kind {kind} had been told {calm} and now {after}")
    if rows["running"]:
        faults.append(f"{rows['running']} time limits still wait for the sweeper")
    kinds = Counter(kind for kind, _ in rows["cases"].values())
    counted = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    return f"{len(rows['cases']):,} cases ({counted}), each missed once and told as the calm one: {not faults}", faults


def _inbox(rows: Mapping[str, Any]) -> tuple[str, list[str]]:
    twice = rows["messages"] - rows["keys"]
    return f"{rows['messages']:,} messages in inboxes, {twice} twice", [f"{twice} messages twice"] if twice else []


def _letters(rows: Mapping[str, Any], letters: Counter[str], kills: int) -> tuple[str, list[str]]:
    lost = set(rows["letters"]) - letters.keys()
    again = letters.total() - len(letters)
    faults = [f"{len(lost)} letters marked as sent never arrived"] if lost else []
    faults += [f"{rows['unsent']} letters were not sent"] if rows["unsent"] else []
    faults += [f"{again} letters came again after {kills} kills"] if again > kills else []
    told = f"{len(letters):,} letters arrived, told apart by Message-ID; {again} came a second time"
    return f"{told}, {kills} kills allow as many; {len(lost)} lost", faults


def _events(rows: Mapping[str, Any], hook: Receiver) -> tuple[str, list[str]]:
    made, arrived = rows["events"], set(hook.seen)
    faults = []
    if len(made) != len(set(made)) or len(made) != rows["to_subscribers"]:
        faults.append(f"{len(made)} events for {rows['to_subscribers']} messages to subscribers")
    if arrived != set(made) or rows["undelivered"]:
        faults.append(f"{len(set(made) - arrived)} events lost, {len(arrived - set(made))} unknown, "
                      f"{rows['undelivered']} not marked as delivered")  # fmt: skip
    unverified = arrived - hook.events.keys()
    if unverified:
        faults.append(f"{len(unverified)} events could not be verified")
    repeats = hook.seen.total() - len(hook.seen)
    told = f"{len(arrived):,} events arrived under as many ids, verified; {repeats} tries were repeated under their id"
    return told, faults
