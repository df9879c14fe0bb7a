"""Which letterhead fields does a paper prove, and by which words?"""

from archive.letterhead.reader import LETTERHEAD_VERSION, read_letterhead

__all__ = ["LETTERHEAD_VERSION", "read_letterhead"]
