"""Sets up the environment that a target of the Makefile needs: `environment.py FOLDER SET [PYTHON]`.

It makes an environment where there is none that works, and installs what the lock of the set names, by exact version
and hash; where all that is done, it does nothing. It needs Python 3.11 or later and its standard library, nothing else.
As a set, `lock` brings the locks to the newest versions that pyproject.toml allows.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = {
    "run": ("requirements.lock", "a run needs"),
    "fast": ("requirements-fast.lock", "the compiled engine needs"),
    "dashboard": ("requirements-dashboard.lock", "the dashboard needs"),
    "test": ("requirements-test.lock", "the tests need"),
}
"""What can be installed, its lock and what to call it; each set holds all that the one before it holds."""
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3")
NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 11))"


class SetUpError(Exception):
    """What is missing or went wrong, in a sentence."""


def works(python: str | Path, code: str) -> bool:
    """Whether a Python is there and runs a line of code without an error."""
    try:
        return subprocess.run([python, "-I", "-c", code], stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def find_python(named: str) -> str:
    """The first Python that is new enough and can make environments; no other than the named one, if one is named."""
    found = [python for python in ([named] if named else PYTHONS) if works(python, NEW_ENOUGH)]
    if not found:
        message = (
            f"Tightrope needs Python 3.11 or later, and {f'{named!r} is none' if named else 'none was found'}: "
            "install one (Debian package python3), or name one with 'make PYTHON=/path/to/python3'."
        )
        raise SetUpError(message)
    able = next((python for python in found if works(python, "import ensurepip, venv")), None)
    if able is None:
        message = (
            f"{found[0]} cannot make environments, because its modules venv and ensurepip are missing: "
            "install the Debian package python3-venv."
        )
        raise SetUpError(message)
    return able


def run(*command: str | Path) -> None:
    """Run a program in the folder of the project."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        message = "That failed, and it says above why; once it is mended, run make again."
        raise SetUpError(message)


def say(text: str) -> None:
    """Tell what is being done, at once."""
    print(text, flush=True)


class Environment:
    """A folder with a Python and its packages.

    A mark in it says for which place it was made and up to which set it is complete. The mark is away while something
    is installed, so an environment in which that broke off is made anew. So is one that was moved, since its programs
    name their place.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = ROOT / name
        self.python = self.folder / "bin" / "python"
        self.mark = self.folder / ".complete"
        self.place = f"{ROOT} {self.folder.resolve()}"

    def holds(self) -> tuple[str, str] | None:
        """The set that is installed, and the hash of its lock at that time; None where the environment is unsound."""
        place, name, state = (*(self.mark.read_text("utf-8").splitlines() if self.mark.is_file() else ()), *"???")[:3]
        return (name, state) if place == self.place and name in SETS and works(self.python, NEW_ENOUGH) else None

    def make(self, named: str) -> None:
        """Make the environment; what stands in its place is removed if it is an environment or has the name of one."""
        python = find_python(named)
        if not self.name.startswith(".venv") and self.folder.exists() and not (self.folder / "pyvenv.cfg").exists():
            message = f"{self.name} is no environment and is left alone: name another folder with VENV=."
            raise SetUpError(message)
        version = subprocess.run([python, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        say(f"Making an environment in {self.name} with {version} ...")
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)
        run(python, "-m", "venv", self.folder)

    def pip(self, *words: str) -> None:
        """Install something; the locks name no place to fetch it from, pip's own configuration does."""
        run(self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *words)

    def install(self, name: str) -> None:
        """Bring the environment to a set."""
        lock, needed = SETS[name]
        self.mark.unlink(missing_ok=True)
        say(f"Installing what {needed} (the first time this takes a minute or two) ...")
        self.pip("--no-compile", "--require-hashes", "--requirement", lock)
        self.pip("--no-deps", "--no-build-isolation", "--editable", ".")
        if name != "run":
            say("Compiling the engine for this processor (once, some seconds) ...")
            run(self.python, "-m", "model.engine")
        self.mark.write_text("\n".join((self.place, name, state_of(lock))) + "\n", encoding="utf-8")


def state_of(lock: str) -> str:
    """Hash of what decides what is installed."""
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + (ROOT / lock).read_bytes()).hexdigest()


def set_up(folder: str, name: str, python: str) -> None:
    """Make sure that an environment holds a set; a larger one is as good."""
    environment, sizes = Environment(folder), list(SETS)
    held = environment.holds()
    if held is None:
        environment.make(python)
    elif sizes.index(held[0]) >= sizes.index(name) and held[1] == state_of(SETS[held[0]][0]):
        return
    environment.install(name)


def resolve(folder: str, python: str) -> None:
    """Write the locks anew. The largest set comes first and binds the others, so that one version serves all."""
    environment = Environment(folder)
    environment.make(python)
    environment.pip("uv>=0.5")
    options = "--quiet --no-config --universal --python-version 3.11 --upgrade --generate-hashes --no-header"
    words = ["pip", "compile", *options.split(), "--no-annotate", "--no-emit-index-url"]
    for name, (lock, needed) in reversed(SETS.items()):
        say(f"Resolving what {needed} ...")
        extra = [] if name == "run" else ["--extra", name]
        bound = [] if name == "test" else ["--constraint", SETS["test"][0]]
        sources = ["pyproject.toml", "requirements-build.in"]
        run(environment.folder / "bin" / "uv", *words, *sources, *extra, *bound, "--output-file", lock)


if __name__ == "__main__":
    folder, name, python = (*sys.argv[1:], "")[:3]
    try:
        resolve(folder, python) if name == "lock" else set_up(folder, name, python)
    except SetUpError as problem:
        sys.exit(str(problem))
