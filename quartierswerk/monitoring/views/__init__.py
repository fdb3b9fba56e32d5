"""Pages of monitoring, for the administration only."""

from quartierswerk.monitoring.views.imports import (
    import_detail,
    import_discard,
    import_list,
    import_mapping,
    import_new,
    import_preview,
    import_undo,
)
from quartierswerk.monitoring.views.indicators import (
    indicator_archive,
    indicator_detail,
    indicator_edit,
    indicator_list,
    indicator_new,
    indicator_restore,
)
from quartierswerk.monitoring.views.overview import overview
from quartierswerk.monitoring.views.runs import area_newest, run_archive, run_area, run_detail, run_file
from quartierswerk.monitoring.views.specs import (
    spec_archive,
    spec_detail,
    spec_edit,
    spec_file,
    spec_list,
    spec_new,
    spec_restore,
    spec_run,
)

__all__ = [
    "area_newest",
    "import_detail",
    "import_discard",
    "import_list",
    "import_mapping",
    "import_new",
    "import_preview",
    "import_undo",
    "indicator_archive",
    "indicator_detail",
    "indicator_edit",
    "indicator_list",
    "indicator_new",
    "indicator_restore",
    "overview",
    "run_archive",
    "run_area",
    "run_detail",
    "run_file",
    "spec_archive",
    "spec_detail",
    "spec_edit",
    "spec_file",
    "spec_list",
    "spec_new",
    "spec_restore",
    "spec_run",
]
