"""Prove the packs by exhaustion: every world a case may come to, held against every invariant."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import regulations
from ethics_review.management.asking import pack_asked_for
from ethics_review.wording.proofs import BROKEN, HOLDS, law_line, way
from regulations.pack import Resolved
from regulations.proof import HOUSES, LAWS, CounterExample, Proof, prove

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class Run:
    """One proof of one pack under one committee's settings, and the seconds it took."""

    house: Mapping[str, object]
    proof: Proof
    seconds: float

    @property
    def settings(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.house.items()) or "default"


class Command(BaseCommand):
    help = "Prove every pack in force, or one, by exploring all it permits. Exit code 1 where an invariant is broken."
    requires_system_checks = ()  # a pack that fails its own check is for this command all the more

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pack", metavar="ID", help="only this pack")
        parser.add_argument("--json", action="store_true", help="the findings as one JSON document")
        parser.add_argument("--language", choices=LANGUAGES, default="zh", help="of the words (default: zh)")

    def handle(self, *_: Any, pack: str | None, language: str, **options: Any) -> None:
        spoken = LANGUAGES[language]
        found = {resolved: [_run(resolved, house) for house in HOUSES] for resolved in _chosen(pack)}
        if options["json"]:
            told = [_document(resolved, runs, spoken) for resolved, runs in found.items()]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for resolved, runs in found.items():
                self._tell(resolved, runs, spoken)
        broken = [resolved.id for resolved, runs in found.items() if any(not run.proof.holds for run in runs)]
        if broken:
            raise CommandError(f"不成立：{'、'.join(broken)}。 Broken: {', '.join(broken)}.")

    def _tell(self, resolved: Resolved, runs: list[Run], language: str) -> None:
        self.stdout.write(f"{resolved.id} {resolved.version} {resolved.title.in_language(language)}")
        for run in runs:
            proof = run.proof
            self.stdout.write(f"  {run.settings}: {proof.worlds} worlds, {proof.steps} steps, {run.seconds:.1f} s")
        broken = _broken(runs)
        for name, law in LAWS.items():
            mark = BROKEN if name in broken else HOLDS
            self.stdout.write(f"  [{mark.in_language(language)}] {law.sentence.in_language(language)}")
        for example in broken.values():
            self.stdout.write(f"  {law_line(example, language)}")
            for line in way(example, resolved, language):
                self.stdout.write(f"    {line}")


def _chosen(name: str | None) -> tuple[Resolved, ...]:
    """The pack asked for, or every one that may bind a case: a draft says less on purpose, and binds none."""
    if name is None:
        return tuple(pack for pack in regulations.all_packs() if pack.pinnable)
    return (pack_asked_for(name),)


def _run(resolved: Resolved, house: Mapping[str, object]) -> Run:
    begun = time.perf_counter()
    proof = prove(resolved, house=house)
    return Run(house, proof, time.perf_counter() - begun)


def _broken(runs: list[Run]) -> dict[str, CounterExample]:
    """Of each broken invariant the counter-example under the first settings that break it."""
    found: dict[str, CounterExample] = {}
    for run in runs:
        for example in run.proof.broken:
            found.setdefault(example.law.name, example)
    return found


def _document(resolved: Resolved, runs: list[Run], language: str) -> dict[str, Any]:
    broken = _broken(runs)
    return {
        "pack": resolved.id,
        "version": resolved.version,
        "digest": resolved.digest,
        "holds": not broken,
        "runs": [
            {
                "house": dict(run.house),
                "worlds": run.proof.worlds,
                "steps": run.proof.steps,
                "seconds": round(run.seconds, 2),
            }
            for run in runs
        ],
        "invariants": [
            {
                "name": name,
                "sentence": {"zh": law.sentence.zh, "en": law.sentence.en},
                "holds": name not in broken,
                "trace": list(way(broken[name], resolved, language)) if name in broken else [],
            }
            for name, law in LAWS.items()
        ],
    }
