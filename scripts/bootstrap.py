"""Make `.venv` and fill it from one of the hashed lists under requirements/. Standard library only.

    python3 scripts/bootstrap.py base|server|dev|e2e

A stamp with the list's SHA-256 makes the second run instant. The syntax stays readable for old interpreters on purpose:
they must get far enough to be told that they are too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# Whoever has the larger list need not install the smaller one.
CONTAINS = {
    "base": ("base",),
    "server": ("server", "base"),
    "dev": ("dev", "base"),
    "e2e": ("e2e", "dev", "base"),
}


def main(argv):
    """Install the list named on the command line, or say in a sentence why not. Returns the exit code."""
    name = argv[1] if len(argv) > 1 else "dev"
    if name not in CONTAINS:
        return refuse("Unknown list {!r}; choose one of: {}.".format(name, ", ".join(CONTAINS)))
    if sys.version_info < OLDEST:
        return refuse(
            "需要 Python 3.11 或更新版本，当前为 {0}。请安装后执行：make {1} PYTHON=python3.11\n"
            "Python 3.11 or newer is needed; this is {0}. Install it, then: make {1} PYTHON=python3.11".format(
                sys.version.split()[0], "setup"
            )
        )
    if is_stamped(name):
        return 0
    try:
        make_venv()
        install(name)
    except subprocess.CalledProcessError as failure:
        return refuse(
            "安装未完成（上方为原因）。请检查网络或 pip 镜像设置后重试。\n"
            "The installation did not finish (reason above). Check the network or pip's mirror setting and try again. "
            "Exit code {}.".format(failure.returncode)
        )
    for covered in CONTAINS[name]:
        stamp(covered).write_text(digest(covered), encoding="ascii")
    return 0


def refuse(sentence):
    sys.stderr.write(sentence + "\n")
    return 1


def requirements(name):
    return ROOT / "requirements" / (name + ".txt")


def stamp(name):
    return VENV / (".installed-" + name)


def digest(name):
    return hashlib.sha256(requirements(name).read_bytes()).hexdigest()


def is_stamped(name):
    return PYTHON.exists() and stamp(name).exists() and stamp(name).read_text(encoding="ascii") == digest(name)


def make_venv():
    """Create the environment unless a working one is there; a broken one (moved, interpreter gone) is made anew."""
    if PYTHON.exists() and subprocess.call([str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0:
        return
    try:
        import ensurepip  # noqa: F401, PLC0415 -- absent on Debian without python3-venv, which is the question asked here
    except ImportError:
        sys.exit(
            refuse(
                "此 Python 缺少 venv 模块。Debian/Ubuntu 请执行：sudo apt-get install python3-venv\n"
                "This Python lacks the venv module. On Debian or Ubuntu: sudo apt-get install python3-venv"
            )
        )
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install(name):
    """Install exactly the listed files. The lists are complete, so nothing is resolved and nothing else can come in."""
    lines = requirements(name).read_text(encoding="utf-8").splitlines()
    count = sum(1 for line in lines if line[:1].isalnum())
    sys.stderr.write("Installing {} packages of requirements/{}.txt into .venv …\n".format(count, name))
    listed = ["--require-hashes", "--no-deps", "--quiet", "--requirement", str(requirements(name))]
    uv = shutil.which("uv")
    if uv and subprocess.call([uv, "pip", "install", "--python", str(PYTHON)] + listed) == 0:
        return
    subprocess.check_call([str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"] + listed)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
