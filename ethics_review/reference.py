"""The reference pages under `docs/reference`, written from the packs; `manage.py diagrams --check` finds stale ones."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from django.conf import settings

import regulations
from regulations.articles import articles
from regulations.citation import Source
from regulations.difference import difference
from regulations.move import Move
from regulations.pack import Item, Resolved
from regulations.vocabulary import Basis
from regulations.words import Words

GENERATED = "<!-- Written by `manage.py diagrams`. Change the pack, not this page. -->\n"


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its file name and its text."""
    for pack in regulations.instruments():
        yield f"{pack.id}-lifecycle.md", lifecycle(pack)
        yield f"{pack.id}-rules.md", rules(pack)
        yield f"{pack.id}-articles.md", coverage(pack)
    for before, after in combinations(regulations.instruments(), 2):
        yield f"difference-{before.id}-{after.id}.md", comparison(before, after)
    yield "settings.md", settings_page()


def settings_page() -> str:
    """Every variable of the environment, as `.env.example` explains it."""
    example = (Path(settings.BASE_DIR) / ".env.example").read_text("utf-8")
    lines = [GENERATED, "# Settings", "", "The product is configured by environment alone.", "", "```sh"]
    return "\n".join([*lines, example.rstrip(), "```"]) + "\n"


def lifecycle(pack: Resolved) -> str:
    """The state diagram as Mermaid, and one line for each move."""
    lines = [
        GENERATED,
        f"# {pack.title.zh} · {pack.title.en}",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *_edges(pack),
        "```",
    ]
    lines += ["", "| move | from | to | by | stands on | starts | settles |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_move_row(pack, move) for move in pack.moves.values())]) + "\n"


def _edges(pack: Resolved) -> Iterator[str]:
    yield "    [*] --> draft"
    for move in pack.moves.values():
        for source in move.sources:
            for target in _targets(move, source):
                yield f"    {source} --> {target}: {move.label.zh} {move.label.en}"


def _targets(move: Move, source: str) -> tuple[str, ...]:
    """Where the move leads from one source; nothing where the case stays."""
    if not isinstance(move.target, dict):
        return move.targets
    if not move.branch:
        return (move.target[source],)
    ruled = [target for key, target in move.target.items() if key.endswith(f":{source}")]
    return tuple(dict.fromkeys(ruled)) or move.targets


def _move_row(pack: Resolved, move: Move) -> str:
    cells = (
        f"`{move.name}` {move.label.zh} {move.label.en}",
        _codes(move.sources),
        _codes(move.targets) or "stays",
        _codes(move.by),
        source_text(pack.rules[move.rule].source),
        _codes(start.clock for start in move.starts),
        _codes([*move.settles, *(one.clock for one in move.settles_if)]),
    )
    return _row(cells)


def rules(pack: Resolved) -> str:
    """Every rule and clock with value, article, provenance and supplier; then what is not read, to be settled."""
    lines = [
        GENERATED,
        f"# {pack.title.zh} · {pack.title.en}",
        "",
        f"Digest `{pack.digest}`, chain {_codes(pack.chain)}.",
        "",
    ]
    lines += ["| rule | value | stands on | basis | supplied by | gist |", "|---|---|---|---|---|---|"]
    for key, rule in pack.rules.items():
        cells = (
            f"`{key}`",
            _value(rule.value),
            source_text(rule.source),
            rule.source.basis,
            pack.suppliers[key],
            both(rule.gist),
        )
        lines.append(_row(cells))
    lines += ["", "| clock | length | stands on | basis | owner | extendable |", "|---|---|---|---|---|---|"]
    for clock in pack.clocks.values():
        length = clock.length.words()
        extendable = "yes" if clock.extendable else ""
        cells = (
            f"`{clock.name}`",
            both(length),
            source_text(clock.source),
            clock.source.basis,
            clock.owner,
            extendable,
        )
        lines.append(_row(cells))
    unread = [key for key, rule in pack.rules.items() if rule.source.basis is not Basis.READ]
    lines += ["", f"{len(unread)} of {len(pack.rules)} rules do not rest on words that were read.", ""]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(f"{item.key} {item.words.zh}" for item in value if isinstance(item, Item))
    return "yes" if value is True else "no" if value is False else str(value)


def coverage(pack: Resolved) -> str:
    """Article by article: modelled by which rules, or why not."""
    lines = [
        GENERATED,
        f"# {pack.title.zh} · {pack.document}",
        "",
        "| article | heading | modelled by, or why not |",
        "|---|---|---|",
    ]
    for article in articles(pack.id).values():
        names = [key for key, rule in pack.rules.items() if rule.source.cite == article.cite]
        names += [name for name, clock in pack.clocks.items() if clock.source.cite == article.cite]
        told = _codes(names) if names else both(article.why_not) if article.why_not else ""
        number = "whole" if article.whole else "annex" if article.number is None else str(article.number)
        lines.append(_row((number + ("" if article.certain else "?"), both(article.heading), told)))
    return "\n".join(lines) + "\n"


def comparison(before: Resolved, after: Resolved) -> str:
    """What differs from one pack to the other, both resolved, row by row with the articles of both sides."""
    rows = difference(before, after)
    lines = [
        GENERATED,
        f"# {before.id} → {after.id}",
        "",
        f"{both(before.title)} → {both(after.title)}",
        "",
        f"{len(rows)} differences.",
        "",
        "| what | before | stands on | after | stands on |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        before_side, after_side = _side(row.before, row.source_before), _side(row.after, row.source_after)
        lines.append(_row((both(row.heading), *before_side, *after_side)))
    return "\n".join(lines) + "\n"


def _side(words: Words | None, source: Source | None) -> tuple[str, str]:
    said = "" if words is None else words.zh if words.zh == words.en else both(words)
    return said, "" if source is None else f"{source.cite} {source.basis}"


def source_text(source: Source) -> str:
    return str(source.cite)


def both(words: Words) -> str:
    return f"{words.zh} · {words.en}"


def _codes(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
