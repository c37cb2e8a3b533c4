"""The reference pages under `docs/reference`, written from the packs; `manage.py diagrams --check` finds stale ones."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from django.conf import settings

import regulations
from ethics_review.published import FORMS, LANGUAGES
from ethics_review.published.tables import refusals, sentences, settled_by
from regulations.articles import articles
from regulations.catalogue import Catalogue, catalogues
from regulations.citation import Source
from regulations.difference import difference
from regulations.facets import ladder_told
from regulations.move import Move
from regulations.pack import Item, Resolved
from regulations.vocabulary import Basis
from regulations.words import Words

GENERATED = "<!-- Written by `manage.py diagrams`. Change the pack, not this page. -->\n"
FILES = ("svg", "bpmn", "scxml")
"""The forms that stand in files of their own, by the end of their names."""


def pages() -> Iterator[tuple[str, str]]:
    """Every generated page: its file name and its text."""
    for pack in regulations.instruments():
        yield f"{pack.id}-lifecycle.md", lifecycle(pack)
        yield f"{pack.id}-rules.md", rules(pack)
        yield f"{pack.id}-provenance.md", provenance(pack)
        yield f"{pack.id}-articles.md", coverage(pack)
        yield from _drawn(pack)
    for before, after in combinations(regulations.instruments(), 2):
        yield f"difference-{before.id}-{after.id}.md", comparison(before, after)
    yield "catalogues.md", catalogues_page()
    yield "settings.md", settings_page()
    yield "README.md", index()


def _drawn(pack: Resolved) -> Iterator[tuple[str, str]]:
    for form in FILES:
        for language in LANGUAGES:
            yield _file(pack, form, language), FORMS[form](pack, language)


def _file(pack: Resolved, form: str, language: str) -> str:
    return f"{pack.id}-lifecycle.{language}.{form}"


def index() -> str:
    """What there is to look up, each with a link."""
    lines = [
        GENERATED,
        "# Reference",
        "",
        "Written from the packs; `manage.py diagrams --check` finds what is stale.",
        "",
    ]
    for pack in regulations.instruments():
        lines += [f"## {both(pack.title)}", "", f"{pack.document}, `{pack.id}` {pack.version}, {pack.status}.", ""]
        lines += [
            f"- [states and moves]({pack.id}-lifecycle.md), also as {', '.join(_links(pack))}",
            f"- [every rule, with the sentences it is told in]({pack.id}-rules.md)",
            f"- [what does not rest on words that were read, and what would settle it]({pack.id}-provenance.md)",
            f"- [article by article]({pack.id}-articles.md)",
            "",
        ]
    lines += ["## What changes from one to the next", ""]
    for before, after in combinations(regulations.instruments(), 2):
        lines.append(f"- [`{before.id}` and `{after.id}`](difference-{before.id}-{after.id}.md)")
    lines += ["", "## The product", "", "- [catalogues](catalogues.md)", "- [settings](settings.md)"]
    return "\n".join(lines) + "\n"


def _links(pack: Resolved) -> Iterator[str]:
    for form in FILES:
        for language in LANGUAGES:
            yield f"[{form.upper()} ({language})]({_file(pack, form, language)})"


def catalogues_page() -> str:
    """The catalogues beside the packs: source, date, version, provenance, and every entry."""
    lines = [
        GENERATED,
        "# Catalogues",
        "",
        "They are shown beside applications and worksheets; nothing is decided by them.",
        "",
    ]
    for one in catalogues():
        lines += [
            f"## {both(one.title)}",
            "",
            f"{both(one.document)}, {one.issued_on}; `{one.key}` {one.version}, {one.basis}.",
        ]
        lines += ["", f"SHA-256 `{one.sha256}`. {_shown_to(one)}", "", "| entry | group | words |", "|---|---|---|"]
        lines += [_row((f"`{entry.key}`", entry.group, both(entry.words))) for entry in one.entries]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _shown_to(catalogue: Catalogue) -> str:
    if not catalogue.words:
        return "Shown to every application."
    return f"Shown where one of these stands in title, fields of use or products: {_codes(catalogue.words)}."


def settings_page() -> str:
    """Every variable of the environment, as `.env.example` explains it."""
    example = (Path(settings.BASE_DIR) / ".env.example").read_text("utf-8")
    lines = [GENERATED, "# Settings", "", "The product is configured by environment alone.", "", "```sh"]
    return "\n".join([*lines, example.rstrip(), "```"]) + "\n"


def lifecycle(pack: Resolved) -> str:
    """The states and moves as pictures in both languages, and one line for each move."""
    lines = [GENERATED, f"# {both(pack.title)}", "", f"Also as {', '.join(_links(pack))}.", ""]
    for language in LANGUAGES:
        picture = f"![{pack.title.in_language(language)}]({_file(pack, 'svg', language)})"
        lines += [picture, "", "```mermaid", FORMS["mermaid"](pack, language).rstrip(), "```", ""]
    lines += ["| move | from | to | by | stands on | starts | settles |", "|---|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_move_row(pack, move) for move in pack.moves.values())]) + "\n"


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
    return "\n".join([*lines, *_owed(pack), *_told(pack)]) + "\n"


def _owed(pack: Resolved) -> Iterator[str]:
    """What settles each time limit, what follows otherwise, and who is told when besides the owner."""
    yield from ("", "| clock | settled by | when missed | basis | reminder ladder |", "|---|---|---|---|---|")
    for clock in pack.clocks.values():
        duty = clock.duty
        cells = (f"`{clock.name}`", both(duty.evidence), both(duty.consequence), duty.source.basis)
        yield _row((*cells, ladder_told(clock).en))


def _told(pack: Resolved) -> Iterator[str]:
    """Each refusal with the sentence its reader is shown."""
    yield from (
        "",
        "| rule | stands on | basis | refused as | sentence shown, figures in braces |",
        "|---|---|---|---|---|",
    )
    for key, rule in pack.rules.items():
        for code in refusals().get(key, ()):
            told = " / ".join(both(words) for words in sentences(code))
            yield _row((f"`{key}`", source_text(rule.source), rule.source.basis, f"`{code}`", told))


def provenance(pack: Resolved) -> str:
    """What does not rest on words that were read, and what would settle each."""
    sources = {key: rule.source for key, rule in pack.rules.items()}
    sources |= {f"{name} (clock)": clock.source for name, clock in pack.clocks.items()}
    unread = {key: source for key, source in sources.items() if source.basis is not Basis.READ}
    lines = [GENERATED, f"# {both(pack.title)}", ""]
    lines += [f"{len(unread)} of {len(sources)} values do not rest on words that were read.", ""]
    lines += ["| value | stands on | basis | settled by |", "|---|---|---|---|"]
    for key, source in unread.items():
        lines.append(_row((f"`{key}`", source_text(source), source.basis, both(settled_by(pack, source)))))
    return "\n".join(lines) + "\n"


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
