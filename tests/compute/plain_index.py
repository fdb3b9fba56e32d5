"""The index of docs/reference/index-specification.md once more, written independently and as plainly as possible.

Pure Python, exact where it is cheap (sums by ``math.fsum``), slow, without refusals: a second opinion for the tests.
"""

import math
import statistics
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction


def plain_index(spec: dict, rows: list[dict]) -> dict:
    """Scores, ranks, classes and contributions by id for a specification without mistakes."""
    rows = sorted((row for row in rows if not _excluded(spec, row)), key=lambda row: row[spec["id"]])
    for indicator in sorted(spec["indicators"], key=lambda one: one["id"]):
        if indicator.get("missing") == "exclude":
            rows = [row for row in rows if _value(indicator, row) is not None]
    normalised = {one["id"]: _indicator(spec, one, rows) for one in spec["indicators"]}
    scores = _node({**spec["aggregate"], "rescale": spec.get("rescale", {"method": "none"})}, normalised, rows)
    digits = _decimals(scores)
    keys = [_rounded(score, digits) for score in scores]
    ranks = [1 + sum(other > key for other in keys) for key in keys]
    return {
        "ids": [row[spec["id"]] for row in rows],
        "scores": scores,
        "ranks": ranks,
        "classes": _classes(spec.get("classes"), scores, keys, ranks, digits),
        "normalised": normalised,
    }


def _excluded(spec: dict, row: dict) -> bool:
    rules = spec.get("exclude", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if "ids" in rule and row[spec["id"]] in {one["id"] for one in rule["ids"]}:
            return True
        if rule.get("when") == "empty" and row[rule["column"]] in {"", "NA"}:
            return True
        if "below" in rule and row[rule["column"]] not in {"", "NA"} and float(row[rule["column"]]) < rule["below"]:
            return True
    return False


def _value(indicator: dict, row: dict) -> float | None:
    cells = [row[indicator.get("column", indicator["id"])]]
    if "denominator" in indicator:
        cells.append(row[indicator["denominator"]])
    if any(cell in {"", "NA"} for cell in cells):
        return None
    return float(cells[0]) / float(cells[1]) if len(cells) == 2 else float(cells[0])


def _indicator(spec: dict, indicator: dict, rows: list[dict]) -> list[float]:
    values = [_value(indicator, row) for row in rows]
    present = [value for value in values if value is not None]
    missing = indicator.get("missing")
    if missing == "mean":
        values = [statistics.fmean(present) if value is None else value for value in values]
    if missing == "median":
        values = [statistics.median(present) if value is None else value for value in values]
    if isinstance(missing, dict):
        groups = [row[missing["group-mean"]] for row in rows]
        values = [
            statistics.fmean(v for v, other in zip(values, groups, strict=True) if other == group and v is not None)
            if value is None
            else value
            for value, group in zip(values, groups, strict=True)
        ]
    if "treat" in indicator and len(values) >= 4:
        values = treated(values, {"skew": 2, "kurtosis": 3.5, "points": 5, **indicator["treat"]})
    if indicator.get("transform") == "log":
        values = [math.log(value) for value in values]
    if indicator.get("transform") == "logit":
        values = [math.log(value / (1 - value)) for value in values]
    turned = indicator["direction"] != spec.get("orientation", "burden")
    return scaled(values, indicator.get("normalise", spec.get("normalise")), rows, turned)


def treated(values: list[float], limits: dict) -> list[float]:
    """Winsorise, and take the logarithm if that was not enough."""
    now = list(values)
    for _ in range(limits["points"]):
        if not _too_far(now, limits):
            break
        if _g1(now) > 0:
            top = max(now)
            now = [max(v for v in now if v < top) if value == top else value for value in now]
        else:
            low = min(now)
            now = [min(v for v in now if v > low) if value == low else value for value in now]
    if not _too_far(now, limits):
        return now
    low, high = min(values), max(values)
    if _g1(values) < 0:
        return [-math.log(high - value + 0.01 * (high - low)) for value in values]
    return [math.log(value - low + 0.01 * (high - low)) for value in values]


def _too_far(values: list[float], limits: dict) -> bool:
    """Exact, in fractions: |G1| ≥ skew and G2 ≥ kurtosis."""
    n, exact = len(values), [Fraction(value) for value in values]
    mean = sum(exact) / n
    second, third, fourth = (sum((value - mean) ** power for value in exact) for power in (2, 3, 4))
    if second == 0:
        return False
    variance = second / (n - 1)
    g1_squared = (Fraction(n, (n - 1) * (n - 2)) * third) ** 2 / variance**3
    factor = Fraction(n * (n + 1), (n - 1) * (n - 2) * (n - 3))
    g2 = factor * fourth / variance**2 - Fraction(3 * (n - 1) ** 2, (n - 2) * (n - 3))
    return g1_squared >= Fraction(limits["skew"]) ** 2 and g2 >= Fraction(limits["kurtosis"])


def _g1(values: list[float]) -> Fraction:
    """A number with the sign of the skewness."""
    mean = sum(Fraction(value) for value in values) / len(values)
    return sum((Fraction(value) - mean) ** 3 for value in values)


def scaled(values: list[float], scaling: dict, rows: list[dict], turned: bool = False) -> list[float]:
    """Normalise or rescale."""
    method = scaling["method"]
    a, b = scaling.get("to", [0, 1])
    low, high = (min(values), max(values)) if method == "min-max" else (scaling.get("low"), scaling.get("high"))
    if method in {"min-max", "goalposts"}:
        share = [((high - v) if turned else (v - low)) / (high - low) for v in values]
        return [min(max(a + (b - a) * one, a), b) for one in share]
    if method == "exponential-rank":
        n = len(values)
        return [-23 * math.log(1 - (n - v + 1) / n * (1 - math.exp(-100 / 23))) for v in values]
    signed = [-value for value in values] if turned else values
    if method == "none":
        return signed
    if method == "rank":
        return [sum(other <= value for other in signed) / len(signed) for value in signed]
    weights = [float(row[scaling["weights"]]) for row in rows] if "weights" in scaling else [1.0] * len(signed)
    mean = math.fsum(w * v for w, v in zip(weights, signed, strict=True)) / math.fsum(weights)
    total = math.fsum(w * (v - mean) ** 2 for w, v in zip(weights, signed, strict=True))
    sd = math.sqrt(total / (math.fsum(weights) - (1 if scaling.get("sd") == "sample" else 0)))
    return [(value - mean) / sd for value in signed]


def _node(node: dict, normalised: dict, rows: list[dict]) -> list[float]:
    children = [
        (child["weight"], _node(child, normalised, rows) if "children" in child else normalised[child["id"]])
        for child in node["children"]
    ]
    total = math.fsum(weight for weight, _ in children)
    scores = []
    for place in range(len(rows)):
        if node["method"] == "geometric":
            score = math.prod(values[place] ** (weight / total) for weight, values in children)
        else:
            score = math.fsum(weight * values[place] for weight, values in children)
        scores.append(score / total if node["method"] == "arithmetic" else score)
    rescale = node.get("rescale", {"method": "none"})
    if rescale["method"] == "rank":
        digits = _decimals(scores)
        return scaled([float(_rounded(score, digits)) for score in scores], rescale, rows)
    return scaled(scores, rescale, rows)


def _decimals(scores: list[float]) -> int:
    largest = max(abs(score) for score in scores)
    return 11 - (math.floor(Decimal(largest).log10()) if largest else 0)


def _rounded(number: float, decimals: int) -> Decimal:
    return Decimal(number).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)


def _classes(classes: dict | None, scores: list[float], keys: list, ranks: list[int], digits: int) -> list[str]:
    if classes is None:
        return [""] * len(scores)
    k = classes.get("k", len(classes.get("cuts", [])) + 1)
    labels = classes.get("labels", [str(number) for number in range(1, k + 1)])
    if classes["method"] == "equal-ranks":
        return [labels[math.ceil(Decimal(k * rank) / len(ranks)) - 1] for rank in ranks]
    if classes["method"] == "cuts":
        cuts = [_rounded(cut, digits) for cut in classes["cuts"]]
        return [labels[sum(cut < key for cut in cuts)] for key in keys]
    points = [_rounded(_quantile(scores, j, k, classes.get("type", 7)), digits) for j in range(1, k)]
    return [labels[sum(point <= key for point in points)] for key in keys]


def _quantile(scores: list[float], j: int, k: int, kind: int) -> float:
    n, p = len(scores), Decimal(j) / k
    h = (n - 1) * p + 1 if kind == 7 else (n + Decimal("0.25")) * p + Decimal("0.375")
    h = min(max(h, Decimal(1)), Decimal(n))
    lower = int(h)
    ordered = sorted(scores)
    upper = min(lower + 1, n)
    return ordered[lower - 1] + float(h - lower) * (ordered[upper - 1] - ordered[lower - 1])
