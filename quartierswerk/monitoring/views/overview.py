"""The first page of monitoring: what is computed, what came in, what there is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartierswerk.kernel.permits import demand, may
from quartierswerk.monitoring.queries import (
    imports_visible_to,
    indicators_visible_to,
    runs_visible_to,
    specs_visible_to,
    values_visible_to,
)
from quartierswerk.people.desk import desk_page


@desk_page
def overview(request: HttpRequest) -> HttpResponse:
    """Show the latest results, imports, and the number of indicators and values."""
    demand(request.user, "monitoring.view_values")
    user = request.user
    return render(
        request,
        "monitoring/overview.html",
        {
            "runs": runs_visible_to(user).filter(archived_at=None)[:5],
            "specs": specs_visible_to(user).filter(archived_at=None),
            "imports": imports_visible_to(user).exclude(state="waiting")[:5],
            "waiting": imports_visible_to(user).filter(state="waiting", by_id=user.pk or 0)[:3],
            "indicator_count": indicators_visible_to(user).filter(archived_at=None).count(),
            "value_count": values_visible_to(user).count(),
            "may_import": may(user, "monitoring.import_values"),
            "may_edit_spec": may(user, "monitoring.edit_spec"),
        },
    )
