"""The first page of the workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quartierswerk.desks.city.queries import newest_runs, own_appointments, substituting, waiting_for
from quartierswerk.people.desk import desk_page


@desk_page
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, for whom I stand in, what I am in charge of."""
    day, user = timezone.localdate(), request.user
    waiting = waiting_for(user, day)
    return render(
        request,
        "city_desk/today.html",
        {
            "day": day,
            "waiting": [(one, one.is_late(day)) for one in waiting],
            "substituting": substituting(user, day),
            "appointments": own_appointments(user, day),
            "runs": newest_runs(user),
        },
    )
