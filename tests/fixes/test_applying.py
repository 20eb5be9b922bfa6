from __future__ import annotations

from acr_lint.findings import Finding, Fix, Safety, Severity
from acr_lint.fixes.applying import chosen
from acr_lint.text.source import Edit, Source, Span, apply_edits

_TEXT = "abcdef"
_SAFE = frozenset({Safety.SAFE})
_BOTH = frozenset({Safety.SAFE, Safety.UNSAFE})


def _finding(*fixes: tuple[Safety, list[tuple[int, int, str]]]) -> Finding:
    return Finding(
        "ACR301",
        "name",
        Severity.WARNING,
        "message",
        "/a.py",
        Span(0, 1),
        "",
        fixes=tuple(
            Fix("Do", safety, tuple(Edit(Span(start, end), new) for start, end, new in edits))
            for safety, edits in fixes
        ),
    )


def _applied(*findings: Finding, safeties: frozenset[Safety] = _SAFE) -> str:
    return apply_edits(_TEXT, chosen(Source("a.py", _TEXT), findings, safeties))


def test_only_fixes_of_allowed_safeties_are_applied() -> None:
    finding = _finding(
        (Safety.MANUAL, [(0, 1, "M")]), (Safety.UNSAFE, [(0, 1, "U")]), (Safety.SAFE, [(0, 1, "S")])
    )
    assert _applied(finding) == "Sbcdef"
    assert _applied(finding, safeties=_BOTH) == "Ubcdef"
    assert _applied(_finding((Safety.UNSAFE, [(0, 1, "U")]))) == _TEXT


def test_a_shared_edit_is_made_once() -> None:
    one = _finding((Safety.SAFE, [(0, 0, "import x;"), (1, 2, "B")]))
    two = _finding((Safety.SAFE, [(0, 0, "import x;"), (3, 4, "D")]))
    assert _applied(one, two) == "import x;aBcDef"


def test_a_fix_that_collides_waits_for_the_next_round_as_a_whole() -> None:
    one = _finding((Safety.SAFE, [(1, 3, "X")]))
    overlapping = _finding((Safety.SAFE, [(2, 4, "Y"), (5, 6, "Z")]))
    assert _applied(one, overlapping) == "aXdef"


def test_insertions_at_one_place_collide_where_they_differ() -> None:
    one = _finding((Safety.SAFE, [(2, 2, "X")]))
    other = _finding((Safety.SAFE, [(2, 2, "Y")]))
    assert _applied(one, other) == "abXcdef"
    assert _applied(one, _finding((Safety.SAFE, [(2, 3, "Y")]))) == "abXcdef"


def test_neighbours_do_not_collide() -> None:
    one = _finding((Safety.SAFE, [(1, 2, "X")]))
    assert _applied(one, _finding((Safety.SAFE, [(2, 3, "Y")]))) == "aXYdef"


def test_what_is_aligned_with_its_line_waits_for_what_moves_it() -> None:
    moved = _finding((Safety.SAFE, [(0, 0, "XX")]))
    aligned = _finding((Safety.SAFE, [(4, 4, "\n    Y")]))
    assert _applied(moved, aligned) == "XXabcdef"
    assert _applied(aligned, moved) == "abcd\n    Yef"
    assert _applied(aligned, _finding((Safety.SAFE, [(5, 6, "")]))) == "abcd\n    Ye"


def test_what_is_suppressed_is_not_fixed() -> None:
    finding = _finding((Safety.SAFE, [(0, 1, "S")]))._replace(suppressed="")
    assert _applied(finding) == _TEXT
