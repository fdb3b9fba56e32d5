"""Serve the platform with gunicorn, static files included, a worker beside it."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from quartierswerk.kernel import commands


def collect_static() -> None:
    """Collect, hash and compress the static files, unless nothing has changed since the last time."""
    digest = hashlib.sha256(settings.VERSION.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            known = Path(storage.path(name)).stat()
            digest.update(f"{name} {known.st_size} {known.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


class Command(commands.Command):
    help = "Serve the platform, with a worker beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
        parser.add_argument("--no-worker", action="store_true", help="start no worker beside the server")

    def run(self, *, host: str, port: int, no_worker: bool, **options: Any) -> None:
        from gunicorn.app.base import BaseApplication

        if not 0 < port < 65536:
            raise CommandError(_("The port must be a number from 1 to 65535."))
        collect_static()

        class Server(BaseApplication):
            def load_config(self) -> None:
                for key, value in {
                    "bind": f"{host}:{port}",
                    "workers": 2,
                    "threads": 4,
                    "worker_class": "gthread",
                    "preload_app": True,
                    "timeout": 60,
                    "proc_name": "quartierswerk",
                    "loglevel": "warning",
                }.items():
                    self.cfg.set(key, value)

            def load(self) -> Any:
                from quartierswerk.config.wsgi import application

                return application

        worker = None if no_worker else subprocess.Popen([sys.executable, "-m", "quartierswerk.config.cli", "worker"])
        self.stdout.write(_("Quartierswerk is served at %(url)s (end with Ctrl+C).") % {"url": f"http://{host}:{port}"})
        self.stdout.flush()
        try:
            Server().run()
        finally:
            if worker:
                worker.terminate()
                worker.wait(timeout=10)
