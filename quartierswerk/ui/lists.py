"""Registers: what is shown, in which order, on which page, lives in the address and nowhere else.

    listing = Listing(request, projects_visible_to(user), sorts={"name": ["name"], "end": ["ends_on", "name"]},
                      filters=ProjectFilter)

A reader may type anything into an address. What cannot be read is left out, and ``listing.remarks`` says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

PER_PAGE = (25, 50, 100)
LONGEST_VALUE = 200
LONGEST_NUMBER = 18  # what a database keeps as a whole number
OWN_NAMES = {"page", "per", "sort", "format"}

Order = Sequence[str] | Callable[[Any], Any]


@dataclass(frozen=True)
class Chip:
    """One filter that is set: what it says, and the address without it."""

    name: str
    label: str
    value: str
    url: str

    @property
    def text(self) -> str:
        return f"{self.label}: {self.value}" if self.label else self.value


@dataclass(frozen=True)
class WayOut:
    """What an empty list could show without one of its filters."""

    chip: Chip
    count: int


class Listing:
    """The rows of one page of a register, and the addresses of all its other states.

    ``rows`` is a QuerySet or a list. ``sorts`` names the columns one may sort by: each key goes with the fields
    of the database, or for lists with a function. ``filters`` is a FilterSet class of django-filter (QuerySets only).
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: Any,
        *,
        sorts: Mapping[str, Order],
        default_sort: str = "",
        filters: Any = None,
        per_page: Sequence[int] = PER_PAGE,
        formats: Sequence[str] = (),
    ) -> None:
        self.request = request
        self.path = request.path
        self.formats = tuple(formats)
        self.per_page_choices = tuple(per_page)
        self.remarks: list[str] = []
        self.query = self._readable(request.GET)
        self.sorts = dict(sorts)
        self.sort = self._sort(default_sort or next(iter(self.sorts), ""))
        self._filters_class = filters
        self._all = rows
        self.filterset = filters(self.query or None, queryset=rows, request=request) if filters else None
        if self.filterset is not None:
            self.filterset.form.mark_optional = False
            self.filterset.form.use_required_attribute = False
            self._note_wrong_filters()
        self.rows = self._in_order(self.filterset.qs if self.filterset is not None else rows)

    # What the page shows

    @cached_property
    def page(self) -> Page:
        """The current page; a number that does not exist leads to the nearest one."""
        return Paginator(self.rows, self.per_page).get_page(self.query.get("page"))

    def __iter__(self) -> Any:
        return iter(self.page.object_list)

    @property
    def count(self) -> int:
        """How many rows there are on all pages together."""
        return int(self.page.paginator.count)

    @property
    def form(self) -> Any:
        """The filter form, if there is one."""
        return self.filterset.form if self.filterset is not None else None

    @cached_property
    def per_page(self) -> int:
        """How many rows a page has."""
        wanted = self.query.get("per", "")
        return int(wanted) if wanted in {str(size) for size in self.per_page_choices} else self.per_page_choices[0]

    @property
    def other_sizes(self) -> list[tuple[int, str]]:
        """The other sizes of a page that make a difference, with their addresses."""
        smallest = self.per_page_choices[0]
        if self.count <= smallest:
            return []
        return [
            (size, self.address(per=None if size == smallest else size, page=None))
            for size in self.per_page_choices
            if size != self.per_page
        ]

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """The numbers to jump to, None for a gap."""
        listed = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(number, self.address(page=number)) if isinstance(number, int) else (None, "") for number in listed]

    @property
    def next_url(self) -> str:
        return self.address(page=self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def wanted_format(self) -> str:
        """The file format the reader asks for, one of ``formats``, else nothing."""
        wanted = self.query.get("format", "")
        return wanted if wanted in self.formats else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        """Label and address of each file format, with the same filters and order."""
        return [
            (name.upper() if name != "geojson" else "GeoJSON", self.address(page=None, per=None, format=name))
            for name in self.formats
        ]

    # Filters

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that are set."""
        if self.filterset is None:
            return []
        chips = []
        form = self.filterset.form
        cleaned = getattr(form, "cleaned_data", {})
        for name, field in form.fields.items():
            for value in _shown_values(field, cleaned.get(name)):
                left = [one for one in self.query.getlist(name) if one != value[0]] if value[0] is not None else []
                chips.append(
                    Chip(name, str(field.label or ""), value[1], self.address(page=None, **{name: left or None}))
                )
        return chips

    @property
    def reset_url(self) -> str:
        """The address without any filter; order and page size stay."""
        kept = QueryDict(mutable=True)
        for name in ("sort", "per"):
            if name in self.query:
                kept[name] = self.query.get(name, "")
        return self.path + (f"?{kept.urlencode()}" if kept else "")

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """For an empty list: how many rows there would be without each filter, most promising first."""
        if self.count or self.filterset is None:
            return []
        found = []
        for chip in self.chips[:5]:
            without = QueryDict(chip.url.partition("?")[2])
            count = self._filters_class(without or None, queryset=self._all, request=self.request).qs.count()
            if count:
                found.append(WayOut(chip, count))
        return sorted(found, key=lambda way: -way.count)

    # Addresses

    def address(self, **changes: Any) -> str:
        """Return the address of this list with some parameters changed (None takes one away)."""
        query = self.query.copy()
        query.pop("format", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
        return self.path + (f"?{query.urlencode()}" if query else "")

    def sort_address(self, key: str) -> str:
        """Return the address sorted by ``key``; sorted by it already, the other way round."""
        return self.address(sort=f"-{key}" if self.sort == key else key, page=None)

    def direction(self, key: str) -> str:
        """Return ascending, descending or nothing, as aria-sort says it."""
        if self.sort.lstrip("-") != key:
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"

    # Inside

    def _readable(self, given: QueryDict) -> QueryDict:
        """Return the parameters that can be read; empty, over-long and broken ones are left out."""
        query = QueryDict(mutable=True)
        for name, values in given.lists():
            kept = [value.strip() for value in values if value.strip() and "\x00" not in value]
            kept = [value for value in kept if not (value.isdecimal() and len(value) > LONGEST_NUMBER)]
            if any(len(value) > LONGEST_VALUE for value in kept):
                self.remarks.append(
                    _("A search word was longer than %(number)d characters and was left out.")
                    % {"number": LONGEST_VALUE}
                )
                kept = [value for value in kept if len(value) <= LONGEST_VALUE]
            if kept:
                query.setlist(name, kept[:50])
        return query

    def _sort(self, default: str) -> str:
        wanted = self.query.get("sort", "")
        return wanted if wanted.removeprefix("-") in self.sorts else default

    def _note_wrong_filters(self) -> None:
        assert self.filterset is not None
        form = self.filterset.form
        for name in form.errors:
            label = form.fields[name].label if name in form.fields else name
            self.remarks.append(_("The filter “%(label)s” could not be read and was left out.") % {"label": label})

    def _in_order(self, rows: Any) -> Any:
        key = self.sort.removeprefix("-")
        order = self.sorts.get(key)
        if order is None:
            return rows
        backwards = self.sort.startswith("-")
        if isinstance(rows, QuerySet):
            assert not callable(order)
            names = [*order, "pk"] if "pk" not in order else list(order)
            if backwards:
                names = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in names]
            return rows.order_by(*names)
        assert callable(order)
        return sorted(rows, key=order, reverse=backwards)


def _shown_values(field: Any, value: Any) -> list[tuple[str | None, str]]:
    """Return what is set in a field: as it stands in the address (None: all of it), and as people read it."""
    if value is None or value == "" or value is False or (hasattr(value, "__len__") and len(value) == 0):
        return []
    if value is True:
        return [(None, _("yes"))]
    if hasattr(field, "label_from_instance"):
        if not isinstance(value, (QuerySet, list, tuple, set)):
            return [(None, str(field.label_from_instance(value)))]
        key = getattr(field, "to_field_name", None) or "pk"
        return [(str(getattr(one, key, one)), str(field.label_from_instance(one))) for one in value]
    choices = {str(key): str(text) for key, text in _flat(getattr(field, "choices", []))}
    if isinstance(value, (list, tuple, set)):
        return [(str(one), choices.get(str(one), str(one))) for one in value]
    if isinstance(value, slice):
        parts = [str(part) for part in (value.start, value.stop) if part is not None]
        return [(None, " – ".join(parts))]
    return [(None, choices.get(str(value), str(value)))]


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for key, text in choices:
        flat += _flat(text) if isinstance(text, (list, tuple)) else [(key, text)]
    return flat
