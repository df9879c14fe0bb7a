"""How does LibreOffice, where it is installed, print an office file as PDF?

In a child process of its own: one at a time, with a profile that runs no macros and
loads no links, fenced in, and with limits of time, memory and output. What is printed
is kept by the hash of the original; the folder may be deleted at any time.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Literal

from archive.model import Sha256
from archive.render import OFFICE_SUFFIXES
from archive.render.kept import forget_oldest
from archive.render.office_fence import fence
from archive.render.office_links import without_links
from archive.sniff import RTF

PROGRAMS = ("soffice", "libreoffice")
WALL_SECONDS, CPU_SECONDS = 120, 90
MEMORY_KILOBYTES, OUTPUT_BLOCKS = 4 << 20, 512 << 10
"""4 GB of address space; files of at most 256 MB, in blocks of 512 bytes."""
KEPT_BYTES = 1 << 30
_LIMITED = (
    f"ulimit -c 0 -t {CPU_SECONDS}; ulimit -v {MEMORY_KILOBYTES}; "
    f'ulimit -f {OUTPUT_BLOCKS}; exec "$@"'
)
_OFFICE = "/org.openoffice.Office"
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (f"{_OFFICE}.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_OFFICE}.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "DisableActiveContent", "true"),
    (f"{_OFFICE}.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}.Writer/Content/Update", "Link", "0"),
    (f"{_OFFICE}.Calc/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)

Unprinted = Literal["no_program", "under_way", "failed"]


def office_program() -> str | None:
    """Return the path of LibreOffice's program, None if it is not installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class OfficePrinter:
    """Prints office files one at a time; safe to share by threads.

    It keeps them in ``folder``; the program does not see what lies beside that.
    """

    def __init__(self, folder: Path, *, program: str | None) -> None:
        self._folder = folder
        self._program = program
        self._queue = ThreadPoolExecutor(1, thread_name_prefix="office")
        self._under_way: dict[str, Future[bool]] = {}
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def printed(
        self,
        original: Path,
        sha256: Sha256,
        media_type: str,
        *,
        wait_seconds: float,
    ) -> Path | Unprinted:
        """Return the PDF of a file, or why there is none after so many seconds.

        A file that could not be printed is not tried again by this process.
        """
        kept = self._folder / sha256[:2] / f"{sha256}.pdf"
        if kept.is_file():
            return kept
        if self._program is None:
            return "no_program"
        with self._lock:
            if self._is_closed:
                return "under_way"
            future = self._under_way.get(sha256)
            # Printed, and forgotten since.
            if future is None or (future.done() and future.result()):
                future = self._queue.submit(self._print, original, kept, media_type)
                self._under_way[sha256] = future
        try:
            return kept if future.result(wait_seconds) else "failed"
        except StillRunning:
            return "under_way"

    def close(self) -> None:
        """End what is being printed and forget what waits."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                _kill(self._process)
        self._queue.shutdown(wait=True, cancel_futures=True)

    def _print(self, original: Path, kept: Path, media_type: str) -> bool:
        with tempfile.TemporaryDirectory(prefix="handover-office-") as name:
            work = Path(name)
            source = work / f"page{OFFICE_SUFFIXES[media_type]}"
            if not _copy(original, source, media_type):
                return False
            (work / "tmp").mkdir()
            _write_profile(work / "profile")
            if not self._run(work, source):
                return False
            made = work / "out" / "page.pdf"
            if not made.is_file() or made.read_bytes()[:5] != b"%PDF-":
                return False
            kept.parent.mkdir(parents=True, exist_ok=True)
            draft = kept.with_name(f"{kept.name}.{token_hex(4)}")
            shutil.copyfile(made, draft)
            draft.replace(kept)
        forget_oldest(self._folder, KEPT_BYTES)
        return True

    def _run(self, work: Path, source: Path) -> bool:
        assert self._program is not None
        with self._lock:
            if self._is_closed:
                return False
            self._process = subprocess.Popen(
                [
                    *fence(self._program, work, self._folder.parent),
                    "/bin/sh",
                    "-c",
                    _LIMITED,
                    "office",
                    *_command(self._program, work, source),
                ],
                cwd=work,
                env={
                    "PATH": os.defpath,
                    "HOME": str(work),
                    "TMPDIR": str(work / "tmp"),
                    "LC_ALL": "C.UTF-8",
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            process = self._process
        try:
            return process.wait(WALL_SECONDS) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            _kill(process)
            process.wait()
            with self._lock:
                self._process = None


def _copy(original: Path, source: Path, media_type: str) -> bool:
    """Copy what is to be printed, without links; tell whether it may be."""
    if media_type != RTF:
        shutil.copyfile(original, source)
        return True
    content = without_links(original.read_bytes())
    source.write_bytes(content or b"")
    return content is not None


def _command(program: str, work: Path, source: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work / "out"),
        str(source),
    ]


def _write_profile(folder: Path) -> None:
    (folder / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        'xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        "utf-8",
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
