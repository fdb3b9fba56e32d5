"""Papers to download, made at the moment from what is there."""

from django.http import Http404, HttpRequest, HttpResponse

from quartierswerk.kernel.finding import find
from quartierswerk.monitoring.models import IndexRun
from quartierswerk.monitoring.queries import run_page, runs_visible_to, story_of
from quartierswerk.people.desk import desk_page
from quartierswerk.reports.index_paper import area_paper, run_paper
from quartierswerk.reports.odt import make_odt
from quartierswerk.reports.papers import Paper
from quartierswerk.reports.pdf import make_pdf

KINDS = {"pdf": (make_pdf, "application/pdf"), "odt": (make_odt, "application/vnd.oasis.opendocument.text")}


@desk_page
def index_paper(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The result of an index for all areas, as PDF or ODT in the reader's language."""
    run = _run(request, public_id, kind)
    return _file(run_paper(run_page(run)), kind, f"{run.spec.key}-{run.spec.version}-{run.period_on.isoformat()}")


@desk_page
def index_area_paper(request: HttpRequest, public_id: str, code: str, kind: str) -> HttpResponse:
    """What an index says about one area, as PDF or ODT in the reader's language."""
    run = _run(request, public_id, kind)
    story = story_of(run, code)
    if story is None:
        raise Http404
    return _file(area_paper(story), kind, f"{run.spec.key}-{run.spec.version}-{story.standing.result.area_id}")


def _run(request: HttpRequest, public_id: str, kind: str) -> IndexRun:
    if kind not in KINDS:
        raise Http404
    return find(runs_visible_to(request.user).defer(None).defer("result_text", "uncertainty_text"), public_id=public_id)


def _file(paper: Paper, kind: str, name: str) -> HttpResponse:
    make, content_type = KINDS[kind]
    answer = HttpResponse(make(paper), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
