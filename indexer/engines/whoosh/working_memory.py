"""How are the arrays of one search kept from costing fresh memory each time?"""

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_FREE = 64 << 20
_LARGEST_KEPT = 32 << 20


def keep_freed_memory() -> None:
    """Let this process keep what it frees, for the next search to use.

    The C library of Linux returns arrays of 128 KB and more to the system at once;
    to get zeroed pages again costs more than most of what is done with them. Does
    nothing elsewhere.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_M_MMAP_THRESHOLD, _LARGEST_KEPT)
        set_option(_M_TRIM_THRESHOLD, _KEPT_FREE)
