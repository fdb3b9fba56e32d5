"""What may not be seen looks like what is not there."""

import pytest
from django.http import Http404

from quartierswerk.kernel.finding import find
from quartierswerk.people.models import User

pytestmark = pytest.mark.django_db


def test_row_is_found(koordination, charlie) -> None:
    assert find(User.objects.all(), public_id=koordination.public_id) == koordination


def test_row_that_may_not_be_seen_is_not_there(koordination, charlie) -> None:
    visible = User.objects.exclude(pk=charlie.pk)

    with pytest.raises(Http404):
        find(visible, pk=charlie.pk)


@pytest.mark.parametrize(
    "lookup",
    [{"public_id": "not-an-id"}, {"pk": "seven"}, {"pk": 10**30}, {"pk": 0}, {"username": "nobody"}],
)
def test_missing_row_and_broken_id_are_the_same(koordination, lookup: dict[str, object]) -> None:
    with pytest.raises(Http404):
        find(User.objects.all(), **lookup)
