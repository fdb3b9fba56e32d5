"""What must always be true of the stored values and indices."""

import hashlib

from django.db.models import F, Q
from django.utils.translation import gettext as _

from quartierswerk import __version__
from quartierswerk.compute.errors import SpecError
from quartierswerk.monitoring.models import AreaResult, EarlierValue, ImportRun, IndexRun, IndexSpec, Value
from quartierswerk.monitoring.queries.computing import computed


def broken_invariants() -> list[str]:
    """Sentences for what is broken; every frozen index is computed again and compared byte for byte."""
    return [*_broken_values(), *_broken_specs(), *_broken_runs()]


def _broken_values() -> list[str]:
    found = []
    if count := Value.objects.exclude(import_run__state=ImportRun.State.APPLIED).count():
        found.append(_("%(count)d values come from an import that is not in force.") % {"count": count})
    if count := Value.objects.filter(Q(denominator__lt=0) | Q(value=float("inf"))).count():
        found.append(_("%(count)d values are impossible numbers.") % {"count": count})
    if count := EarlierValue.objects.filter(import_run=F("earlier_run")).count():
        found.append(_("%(count)d earlier values belong to the import that replaced them.") % {"count": count})
    return found


def _broken_specs() -> list[str]:
    from quartierswerk.compute.reading import read_spec

    found = []
    for spec in IndexSpec.objects.all():
        try:
            read_spec(spec.text)
        except SpecError as wrong:
            found.append(
                _("Index %(key)s, version %(version)d, cannot be read: %(code)s.")
                % {"key": spec.key, "version": spec.version, "code": wrong.code}
            )
    return found


def _broken_runs() -> list[str]:
    found = []
    for run in IndexRun.objects.select_related("spec").iterator(chunk_size=10):
        facts = {"index": run.spec.key, "id": run.public_id}
        if run.spec_text != run.spec.text:
            found.append(_("Result %(id)s of %(index)s has another specification than its version.") % facts)
        if hashlib.sha256(run.values_text.encode()).hexdigest() != run.values_checksum:
            found.append(_("The frozen values of result %(id)s (%(index)s) were changed.") % facts)
        if run.program_version == __version__ and not recomputes(run):
            found.append(_("Result %(id)s of %(index)s does not come out again byte for byte.") % facts)
        if AreaResult.objects.filter(run=run).count() != run.areas_used + run.areas_excluded:
            found.append(_("Result %(id)s of %(index)s lacks areas.") % facts)
    return found


def recomputes(run: IndexRun) -> bool:
    """Whether specification and values of a frozen run give its bytes again."""
    try:
        again = computed(run.spec_text, run.values_text)
    except SpecError:
        return False
    return (again.result_text, again.details_text, again.uncertainty_text) == (
        run.result_text,
        run.details_text,
        run.uncertainty_text,
    )
