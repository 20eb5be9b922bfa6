"""`python -m tests.oracle`: generate programs, run them, and compare with acr-lint."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.oracle import generate, notes
from tests.oracle.findings import ESCAPES
from tests.oracle.judge import NOTED, WRONG, Judgement, judge
from tests.oracle.runner import truth
from tests.oracle.shrink import shrink

CASES = Path(__file__).parent / "cases"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; 1 where acr-lint was wrong or a generated program broken."""
    options = _options().parse_args(arguments)
    allowed = _chosen(options.features or ",".join(generate.NAMES)) - _chosen(options.without)
    totals = Totals()
    started = time.perf_counter()
    for seed in range(options.seed, options.seed + options.count):
        made = generate.generate(seed, allowed)
        judgement = judge(made.program)
        totals.add(made, judgement)
        wrong = [found for found in judgement.differences if found.wrong]
        if judgement.truth.problems:
            print(f"== seed {seed}: the program is broken\n{made.program.text()}")
            print(*judgement.truth.problems, sep="\n")
        wrong = [found for found in wrong if not options.kind or found.kind == options.kind]
        if wrong:
            _show(seed, judgement, wrong[0].kind, options)
        if options.stop and totals.failing >= options.stop:
            break
    print(totals.text(), f"\n{time.perf_counter() - started:.0f} s")
    return 1 if totals.failing or totals.broken else 0


class Totals:
    """What was seen over many programs."""

    def __init__(self) -> None:
        self.programs = self.runs = self.failing = self.broken = self.incomplete = 0
        self.escapes = self.claims = self.writes = self.anonymous = 0
        self.kinds: Counter[str] = Counter()
        self.features: Counter[str] = Counter()
        self.wrong: dict[str, Counter[str]] = {}

    def add(self, made: generate.Generated, judgement: Judgement) -> None:
        """Count one program."""
        known = judgement.truth
        self.programs += 1
        self.runs += known.runs
        self.broken += bool(known.problems)
        self.incomplete += not known.complete
        self.escapes += len({escape.row for escape in known.escapes})
        self.claims += sum(code in ESCAPES for _, _, code in judgement.findings)
        self.writes += len({write.row for write in known.writes})
        self.anonymous += len({write.row for write in known.writes if write.anonymous})
        self.features.update(made.features)
        kinds = [difference.kind for difference in judgement.differences]
        self.kinds.update(kinds)
        if any(kind in WRONG for kind in kinds):
            self.failing += 1
            for name in made.features:
                self.wrong.setdefault(name, Counter()).update(
                    kind for kind in kinds if kind in WRONG
                )

    def text(self) -> str:
        """The totals, by kind and by feature."""
        lines = [
            f"{self.programs} programs in {self.runs} runs: {self.escapes} escapes, "
            f"{self.claims} claimed; {self.writes} writes, {self.anonymous} of them anonymous",
            f"{self.failing} programs with differences, {self.broken} broken, "
            f"{self.incomplete} with ways not tried",
        ]
        lines += (f"{self.kinds[kind]:6} {kind}" for kind in (*WRONG, *NOTED) if self.kinds[kind])
        if self.wrong:
            lines.append("by feature (of the programs that have it):")
        ranked = sorted(
            self.wrong.items(), key=lambda item: -item[1].total() / self.features[item[0]]
        )
        for name, kinds in ranked:
            counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
            lines.append(f"  {name} ({self.features[name]}): {counts}")
        return "\n".join(lines)


def _chosen(text: str) -> frozenset[str]:
    names = frozenset(name for name in text.split(",") if name)
    unknown = names - set(generate.NAMES)
    if unknown:
        sys.exit(f"unknown features: {', '.join(unknown)}; known: {', '.join(generate.NAMES)}")
    return names


def _show(seed: int, judgement: Judgement, kind: str, options: argparse.Namespace) -> None:
    if options.shrink or options.keep:
        program = shrink(judgement.program, kind)
        judgement = judge(program)
        if options.keep:
            path = CASES / f"{kind.replace(' ', '_')}_{seed}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(notes.render(program, notes.known(truth(program))))
    if not options.quiet:
        print(f"== seed {seed}: {kind}\n{judgement.text()}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="how many programs")
    parser.add_argument("--seed", type=int, default=1, help="the first one's seed")
    parser.add_argument("--features", default="", help="only these features, parted by commas")
    parser.add_argument("--without", default="", help="all features but these")
    parser.add_argument("--kind", default="", help="show only differences of this kind")
    parser.add_argument("--shrink", action="store_true", help="show failing programs made small")
    parser.add_argument("--keep", action="store_true", help="keep them, made small, as cases")
    parser.add_argument("--stop", type=int, default=0, help="end after so many failing programs")
    parser.add_argument("--quiet", action="store_true", help="print only the totals")
    return parser


if __name__ == "__main__":
    sys.exit(main())
