"""What must always be true of places; asked by ``quartierswerk check-data``."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _

from quartierswerk.places.models import Area, AreaImport, Neighbourhood
from quartierswerk.places.rules import Term, overlapping_terms


def broken_invariants() -> Iterator[str]:
    """Yield one sentence for each thing that is not as it must be."""
    yield from _overlapping_versions()
    yield from _parents_of_wrong_level()
    yield from _composed_without_areas()
    for run in AreaImport.objects.filter(state="imported", level__isnull=True, subject="areas"):
        yield _("The import of %(file)s has no level.") % {"file": run.file_name}


def _overlapping_versions() -> Iterator[str]:
    terms = defaultdict(list)
    rows = Area.objects.values_list("level__key", "code", "valid_from", "valid_until", "pk")
    for level, code, starts, ends, pk in rows.order_by():
        terms[level, code].append(Term(starts, ends, pk))
    for (level, code), versions in sorted(terms.items()):
        for _first, _second in overlapping_terms(versions):
            yield _("Area %(code)s (%(level)s) has two versions that are valid on the same day.") % {
                "code": code,
                "level": level,
            }


def _parents_of_wrong_level() -> Iterator[str]:
    wrong = Area.objects.filter(parent__isnull=False).filter(
        Q(parent__level_id=F("level_id")) | Q(parent__level__order__gte=F("level__order"))
    )
    for area in wrong.select_related("parent", "level").defer("geom", "geom_map", "parent__geom", "parent__geom_map"):
        yield _("Area %(code)s lies in %(parent)s, which is not on a level above it.") % {
            "code": area.code,
            "parent": area.parent,
        }


def _composed_without_areas() -> Iterator[str]:
    for neighbourhood in Neighbourhood.objects.filter(outline_from="areas", areas__isnull=True).order_by("pk"):
        yield _("The neighbourhood %(name)s is composed of areas, but none is named.") % {"name": neighbourhood.name}
    for neighbourhood in Neighbourhood.objects.exclude(outline_from="areas").filter(areas__isnull=False).distinct():
        yield _("The neighbourhood %(name)s names areas although its outline has another origin.") % {
            "name": neighbourhood.name
        }
