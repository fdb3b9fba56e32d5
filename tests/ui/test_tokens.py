"""The colours of the product keep the contrasts that the design promises, light and dark."""

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "quartierswerk" / "ui" / "static" / "ui" / "tokens.css"
TOKEN = re.compile(r"--qw-([\w-]+):\s*(#[0-9a-f]{3,6})")


def blocks() -> dict[str, dict[str, str]]:
    """Return the colours of the light block and of both dark blocks."""
    css = SHEET.read_text(encoding="utf-8")
    light = css[: css.index("@media screen and (prefers-color-scheme: dark)")]
    by_system, _, rest = css[len(light) :].partition(':root[data-kern-theme="dark"]')
    by_choice = rest[: rest.index("}")]
    return {
        name: dict(TOKEN.findall(text))
        for name, text in {"light": light, "dark": by_choice, "dark by system": by_system}.items()
    }


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


TEXT = [
    ("text", "paper"),
    ("text", "sand"),
    ("text", "sand-2"),
    ("text", "tint"),
    ("text", "ins"),
    ("text", "del"),
    ("muted", "paper"),
    ("muted", "sand"),
    ("muted", "tint"),
    ("action", "paper"),
    ("action", "sand"),
    ("action", "tint"),
    ("on-action", "action"),
    ("on-band", "band"),
    ("on-band-muted", "band"),
    ("late", "paper"),
    ("late", "tint"),
    *((f"on-class-{number}", f"class-{number}") for number in range(1, 6)),
]
SHAPES = [
    ("accent", "paper"),
    ("accent", "band"),
    ("line-strong", "paper"),
    ("line-strong", "sand"),
    ("map-line", "paper"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(scheme: str, front: str, back: str) -> None:
    colours = blocks()[scheme]

    assert contrast(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_can_be_seen(scheme: str, front: str, back: str) -> None:
    colours = blocks()[scheme]

    assert contrast(colours[front], colours[back]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_classes_are_ordered_towards_more_contrast_with_the_page(scheme: str) -> None:
    colours = blocks()[scheme]

    steps = [contrast(colours[f"class-{number}"], colours["paper"]) for number in range(1, 6)]

    assert steps == sorted(steps)


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    colours = blocks()

    assert colours["dark by system"] == colours["dark"]
    assert set(colours["dark"]) == set(colours["light"])
