"""Sums as people see them: rounded parts that still add up."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import floor


def shown_parts(parts: Sequence[float], total: float, decimals: int) -> tuple[list[Decimal], Decimal]:
    """Round ``parts`` to ``decimals`` so that they sum exactly to the rounded ``total`` (largest remainder).

    Every part is first rounded down; the units still lacking go to the parts with the largest remainders, ties to the
    earlier one. No shown part differs from the true one by a whole unit, as long as the parts do sum to the total.
    """
    unit = Decimal(1).scaleb(-decimals)
    scale = 10.0**decimals
    whole = int((Decimal(repr(total)) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    scaled = [part * scale for part in parts]
    units = [floor(part + 1e-9) for part in scaled]
    lacking = whole - sum(units)
    order = sorted(range(len(parts)), key=lambda i: (-round(scaled[i] - units[i], 9), i))
    if order:
        each, more = divmod(lacking, len(order))
        for place, i in enumerate(order):
            units[i] += each + (1 if place < more else 0)
    return [Decimal(n) * unit for n in units], Decimal(whole) * unit
