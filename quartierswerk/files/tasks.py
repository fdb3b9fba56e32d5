"""What the worker does with files."""

from datetime import timedelta

from quartierswerk.files.actions import delete_expired
from quartierswerk.kernel.jobs import Job

JOBS = [Job("files.delete_expired", timedelta(days=1), delete_expired)]
