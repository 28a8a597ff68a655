"""The command line: verbs that answer without a window. Qt is imported only where a picture is drawn.

Exit status: 0 done, 1 the answer is 'no' (infeasible, invalid), 2 usage or unreadable input. Errors are one clear
line on stderr.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from planner import __version__

DONE, NO, UNUSABLE = 0, 1, 2
ANALYSES = (
    "break-even",
    "uncertainty",
    "sensitivity",
    "winner-map",
    "goal-seek",
    "explore",
    "ladder",
    "checks",
    "bridge",
    "quote",
)


MOST_DRAWS = 100_000
"""Draws beyond which an answer needs more memory than a laptop has, and is no surer."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where help is, and leave with status 2."""
        self.exit(UNUSABLE, f"{self.prog}: {message}. Usage: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of every verb."""
    top: argparse.ArgumentParser = Parser(
        prog="llm-cost-planner",
        description="Plan, compare and defend what it costs to run a language model. Without a verb, or with the "
        "path of a plan, the window opens.",
    )
    top.add_argument("--version", action="version", version=f"llm-cost-planner {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    _evaluate(verbs)
    _predict(verbs)
    _explain(verbs)
    _analyse(verbs)
    _export(verbs)
    validate = verbs.add_parser("validate", help="check a plan, a catalogue overlay or a usage log")
    validate.add_argument("file")
    _catalog(verbs)
    return top


Verbs = argparse._SubParsersAction


def draws(text: str) -> int:
    """Return a number of draws; argparse says what is wrong with it."""
    count = int(text)
    if not 0 <= count <= MOST_DRAWS:
        raise argparse.ArgumentTypeError(f"{text} is outside 0 to {MOST_DRAWS}")
    return count


def draws_for_odds(text: str) -> int:
    """Return a number of draws of which there must be some."""
    count = draws(text)
    if count == 0:
        raise argparse.ArgumentTypeError("this question needs draws: 1 or more")
    return count


def odds(text: str) -> float:
    """Return odds between never and always."""
    wanted = float(text)
    if not 0.0 < wanted < 1.0:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return wanted


def _language(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--lang", choices=("en", "es"), default="en", help="language of texts and numbers")


def _evaluate(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("evaluate", help="every key figure of every scenario, and the monthly cash flow")
    verb.add_argument("plan")
    verb.add_argument("--format", choices=("table", "json", "csv"), default="table")
    verb.add_argument("--scenario", metavar="NAME", help="only this scenario, by name or id")
    verb.add_argument("--draws", type=draws, default=2000, help="draws for low and high (default 2000; 0 for none)")
    _language(verb)


def _predict(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("predict", help="the performance model alone")
    verb.add_argument("--table", metavar="IN.csv", help="predict every row of a table")
    verb.add_argument("--out", metavar="OUT.csv", help="where the table goes")
    verb.add_argument("--force", action="store_true", help="replace OUT.csv if it is there")
    verb.add_argument("--model")
    verb.add_argument("--accelerator")
    verb.add_argument("--count", type=int, default=1, metavar="N", help="accelerators (default 1)")
    verb.add_argument("--tp", type=int, default=0, help="accelerators per copy (default: all)")
    verb.add_argument("--weights", choices=("fp16", "bf16", "fp8", "int8", "int4", "fp4"), default="fp16")
    verb.add_argument("--kv", choices=("fp16", "fp8"), default="fp16")
    verb.add_argument("--input", type=float, metavar="I", help="input tokens")
    verb.add_argument("--output", type=float, metavar="O", help="output tokens")
    load = verb.add_mutually_exclusive_group()
    load.add_argument("--concurrency", type=float, metavar="C", help="requests in flight")
    load.add_argument("--max", action="store_true", help="as many requests as fit")
    verb.add_argument("--engine", default="")
    verb.add_argument("--engine-date", default="", metavar="YYYY-MM")
    verb.add_argument("--format", choices=("text", "json"), default="text")


def _explain(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("explain", help="the working of a figure, down to its sources")
    verb.add_argument("plan")
    verb.add_argument("--scenario", required=True, metavar="NAME")
    verb.add_argument("--quantity", required=True, metavar="Q")
    verb.add_argument("--format", choices=("text", "json"), default="text")
    _language(verb)


def _analyse(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("analyse", help="questions put to the model")
    verb.add_argument("plan")
    verb.add_argument("question", choices=ANALYSES)
    verb.add_argument("--format", choices=("json", "csv"), default="json")
    verb.add_argument("--scenario", metavar="NAME", help="the scenario in question")
    verb.add_argument("--against", metavar="NAME", help="the scenario to compare with")
    verb.add_argument("--field", metavar="PATH", help="an input, for example workload.volume.requests")
    verb.add_argument("--second-field", metavar="PATH", help="the other axis of the winner map")
    verb.add_argument("--odds", type=odds, default=0.8, help="odds to reach (goal-seek; default 0.8)")
    verb.add_argument("--draws", type=draws_for_odds, default=2000)


def _export(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("export", help="what the window exports, headless")
    verb.add_argument("plan")
    verb.add_argument("--to", required=True, metavar="DIR")
    verb.add_argument("--formats", default="csv,png", help="of csv, png, svg, pdf, xlsx, memo; separated by commas")
    verb.add_argument("--charts", default="", help="ids of charts, separated by commas (default: all)")
    verb.add_argument("--dpi", type=int, default=300)
    verb.add_argument("--size", default="160x95", metavar="WxH", help="size of a chart in mm (default 160x95)")
    verb.add_argument("--force", action="store_true", help="replace files that are there")
    verb.add_argument(
        "--csv-format",
        choices=("point", "comma", "system"),
        help="decimal mark of CSV files; comma: separated by semicolons (default: as in the settings)",
    )
    verb.add_argument("--bom", action="store_true", help="begin CSV files with a byte order mark, for Excel")
    _language(verb)


def _catalog(verbs: Verbs[argparse.ArgumentParser]) -> None:
    verb = verbs.add_parser("catalog", help="what is known, from where, how old")
    actions = verb.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="records of a kind; without a kind, how many there are of each")
    listing.add_argument("kind", nargs="?", default="")
    show = actions.add_parser("show", help="one record with its sources")
    show.add_argument("id")
    actions.add_parser("check", help="check every record of the catalogue")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return its exit status."""
    options = parser().parse_args(arguments)
    # Verbs are imported when they are used: `--help` and `--version` answer at once.
    from importlib import import_module

    from planner.plan.wording import PlannerError

    verb = import_module(f"planner.verbs.{options.verb}")
    try:
        status: int = verb.run(options)
        sys.stdout.flush()
    except PlannerError as error:
        print(f"llm-cost-planner: {error.message.text()}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # The reader has what it wanted (`| head`); Python would complain again when it closes stdout.
        sys.stderr.close()
        return DONE
    return status
