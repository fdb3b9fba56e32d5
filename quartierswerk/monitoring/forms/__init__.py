"""Input of monitoring."""

from quartierswerk.monitoring.forms.imports import MappingForm, MappingTextForm, UploadForm
from quartierswerk.monitoring.forms.indicators import IndicatorForm
from quartierswerk.monitoring.forms.indices import RunForm, SpecForm

__all__ = ["IndicatorForm", "MappingForm", "MappingTextForm", "RunForm", "SpecForm", "UploadForm"]
