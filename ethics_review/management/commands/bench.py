"""Run every benchmark, each as a process of its own in a database of its own; `make bench` does the same."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    help = "Run the benchmarks and print their figures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help="which of benchmarks/*.py, without .py; default: all")

    def handle(self, *_: Any, names: list[str], **__: Any) -> None:
        scripts = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("*.py"))}
        unknown = sorted(set(names) - scripts.keys())
        if unknown:
            known = ", ".join(scripts)
            raise CommandError(f"没有基准测试 {unknown[0]}。 There is no benchmark {unknown[0]}; known: {known}.")
        for name in names or scripts:
            self.stdout.write(f"== benchmarks/{name}.py")
            self.stdout.flush()
            if subprocess.run([sys.executable, str(scripts[name])], cwd=ROOT, check=False).returncode:
                raise CommandError(f"基准测试 {name} 失败。 The benchmark {name} failed.")
