"""What people do with indicators, values and indices."""

from quartierswerk.monitoring.actions.indicators import (
    archive_indicator,
    restore_indicator,
    save_indicator,
    save_theme,
)
from quartierswerk.monitoring.actions.indices import archive_run, archive_spec, restore_spec, run_index, save_spec
from quartierswerk.monitoring.actions.values import (
    choose_mapping,
    discard_upload,
    forget_old_uploads,
    import_values,
    keep_upload,
    save_mapping,
    undo_import,
)

__all__ = [
    "archive_indicator",
    "archive_run",
    "archive_spec",
    "choose_mapping",
    "discard_upload",
    "forget_old_uploads",
    "import_values",
    "keep_upload",
    "restore_indicator",
    "restore_spec",
    "run_index",
    "save_indicator",
    "save_mapping",
    "save_spec",
    "save_theme",
    "undo_import",
]
