"""What the worker does for monitoring."""

from datetime import timedelta

from quartierswerk.kernel.jobs import Job
from quartierswerk.monitoring.actions import forget_old_uploads

JOBS = [Job("monitoring.forget_old_uploads", timedelta(days=1), forget_old_uploads)]
