"""Extractors that do what a bad file can make a parser do; read in a child only."""

import os
import socket
import time
from pathlib import Path

from archive.extract.base import OriginalFile
from archive.model import Extraction


def _read(text: str) -> Extraction:
    return Extraction("hostile", "1", "text/plain", text)


class Hanging:
    """Never comes back."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Wait for longer than any limit, unless the file says it is harmless."""
        text = original.path.read_text("utf-8")
        if "挂起" in text:
            time.sleep(3600)
        return _read(text)


class Spinning:
    """Uses the processor without end."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Loop for ever."""
        while True:
            pass


class Swelling:
    """Asks for more and more memory."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Fill the address space."""
        held = []
        while True:
            held.append(bytearray(64 << 20))


class Dying:
    """Ends its process, as a crashing native parser does."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Abort."""
        os.abort()


class Failing:
    """Meets a defect of its own."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Divide by nothing."""
        return _read(str(1 / (len(original.name) - len(original.name))))


class Escaping:
    """Tries what a reading process is kept from, and tells what stopped it."""

    def extract(self, original: OriginalFile) -> Extraction:
        """Name every attempt that was refused."""
        refused = []
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=1)
        except PermissionError:
            refused.append("connect")
        try:
            Path(original.path.parent, "written.txt").write_text("x", "utf-8")
        except PermissionError:
            refused.append("write")
        try:
            os.system("true")
        except PermissionError:
            refused.append("run")
        try:
            original.path.unlink()
        except PermissionError:
            refused.append("remove")
        return _read(" ".join(refused))
