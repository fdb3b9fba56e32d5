"""YAML is read strictly: what could mean two things is refused or marked."""

from itertools import pairwise

import pytest

from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.strict_yaml import Unclear, plain_scalar, plain_values


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", 1),
        ("-1", -1),
        ("+3", 3),
        ("0", 0),
        ("10_000", 10_000),
        ("0.25", 0.25),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("1.0e+3", 1000.0),
        ("true", True),
        ("off", False),
        ("NO", False),
        ("~", None),
        ("", None),
        (".inf", float("inf")),
        ("abc", "abc"),
        ("0-5", "0-5"),
        ("1.2.3", "1.2.3"),
        ("1-2", "1-2"),
        ("e5", "e5"),
        (".", "."),
        ("nan", "nan"),
        ("01011401", Unclear("01011401")),
        ("01.5", Unclear("01.5")),
        ("08111000", "08111000"),
        ("0190", "0190"),
        ("0x1F", Unclear("0x1F")),
        ("1:30", Unclear("1:30")),
        ("2017-01-01", Unclear("2017-01-01")),
        ("1__0.5", Unclear("1__0.5")),
        ("9" * 5000, Unclear("9" * 5000)),
    ],
)
def test_plain_scalar_means_what_every_reader_of_yaml_understands(written: str, meant: object) -> None:
    assert (type(plain_scalar(written)), plain_scalar(written)) == (type(meant), meant)


def test_document_becomes_plain_values() -> None:
    text = "a: {b: [1, '2', \"3\", x]}\nc: |\n  two\n  lines\nd: !!str 5\n"

    assert plain_values(text) == {"a": {"b": [1, "2", "3", "x"]}, "c": "two\nlines\n", "d": "5"}


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("a: 1\nb: 2\na: 3\n", "yaml-key-twice", {"key": "a", "line": 3}),
        ("a: *x\nb: &x [1]\n", "yaml-alias-unknown", {"line": 1, "name": "x"}),
        ("a: &x [1, *x]\n", "yaml-alias-unknown", {"line": 1, "name": "x"}),
        (
            "a: &x " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 40 + "*x" + "]" * 40,
            "yaml-too-deep",
            {"line": 2, "most": 60},
        ),
        ("a:\n\t b: 1\n", "yaml-tab", {"line": 2, "column": 1}),
        ("a: [1, 2\nb: 3\n", "yaml-broken", {"line": 2, "column": 2}),
        ("a: 'x\n", "yaml-broken", {"line": 2, "column": 1}),
        ("a: 1\n---\nb: 2\n", "yaml-several-documents", {"line": 2}),
        ("", "yaml-empty", {}),
        ("# nothing\n", "yaml-empty", {}),
        (
            "a: !!python/object:os.system x\n",
            "yaml-tag",
            {"line": 1, "tag": "tag:yaml.org,2002:python/object:os.system"},
        ),
        ("a: !own {b: 1}\n", "yaml-tag", {"line": 1, "tag": "!own"}),
        ("? [a]\n: 1\n", "yaml-key-not-text", {"line": 1}),
        ("1: x\n", "yaml-key-not-text", {"line": 1}),
        ("a: 1\nb: \x07\n", "yaml-character", {"line": 2}),
        ("a: " + "[" * 70 + "]" * 70, "yaml-too-deep", {"line": 1, "most": 60}),
        ("x" * 10_000_001, "yaml-too-long", {"most": 10_000_000}),
    ],
)
def test_what_is_not_clear_is_refused_with_its_line(text: str, code: str, facts: dict) -> None:
    with pytest.raises(SpecError) as refused:
        plain_values(text)

    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_alias_repeats_what_its_anchor_names() -> None:
    text = "a: &x {method: z}\nb: *x\nc: [&y 5, *y, *x]\n&k d: &x last\ne: *x\n"

    assert plain_values(text) == {
        "a": {"method": "z"},
        "b": {"method": "z"},
        "c": [5, 5, {"method": "z"}],
        "d": "last",
        "e": "last",
    }


def test_bomb_of_aliases_is_refused_before_it_grows() -> None:
    names = [f"n{number}" for number in range(40)]
    text = "n0: &n0 [x, x]\n" + "".join(
        f"{after}: &{after} [*{before}, *{before}]\n" for before, after in pairwise(names)
    )

    with pytest.raises(SpecError) as refused:
        plain_values(text)

    assert (refused.value.code, refused.value.facts) == ("yaml-too-many-copies", {"line": 15, "most": 100_000})
