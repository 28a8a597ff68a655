"""The longer search: atheris mutates what each target reads, guided by which code it reaches. Not part of the tests.

    python tests/fuzz/long_run.py plan --seconds 600 [--corpus FOLDER]

Atheris is no dependency of the project: install it in an environment of your own, beside the project's packages
(`pip install atheris`, and its `site-packages` on PYTHONPATH). What breaks a promise is printed with its bytes and
left as `crash-*` in the working directory; it becomes an `@example` in `test_fuzz.py` with the fix.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["planner", "json", "csv"]):
    from fuzz.targets import check, targets


def main() -> None:
    """Fuzz one target for so many seconds."""
    parser = argparse.ArgumentParser(description="Fuzz one reader for long.")
    parser.add_argument("target", choices=sorted(targets()))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, default=None, help="where interesting inputs are kept between runs")
    options = parser.parse_args()
    target = targets()[options.target]
    with tempfile.TemporaryDirectory() as work:
        folder, corpus = Path(work) / "files", options.corpus or Path(work) / "corpus"
        folder.mkdir()
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(target.seeds):
            (corpus / f"seed-{number}").write_bytes(seed)

        def one_input(data: bytes) -> None:
            check(target, data, folder)

        limits = [f"-max_total_time={options.seconds}", "-max_len=20000", "-timeout=10", "-rss_limit_mb=4096"]
        atheris.Setup([sys.argv[0], str(corpus), *limits], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
