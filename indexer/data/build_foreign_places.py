"""How is ``foreign_places.txt``, countries and cities abroad, made?

Run ``python -m indexer.data.build_foreign_places LOCATIONS`` with
``world_location.txt`` of PyPI ``jionlp`` 1.5.31 (Apache-2.0); the Chinese names of
countries and cities of the CLDR (Unicode licence), by Babel 2.18, are added.
"""

import re
import sys
from importlib import import_module
from pathlib import Path

TARGET = Path(__file__).with_name("foreign_places.txt")
_NAME = re.compile("[\u4e00-\u9fff]{2,8}")
_NOT_NAMES = frozenset(("世界",))
_REMARK = "# Countries and cities abroad (jionlp, Apache-2.0; CLDR, Unicode licence).\n"


def build(locations: Path) -> str:
    """Return the file's text."""
    # Babel is needed for this alone, and not installed with the rest.
    chinese = import_module("babel").Locale.parse("zh_Hans_CN")
    cities = (zone.get("city", "") for zone in chinese.time_zones.values())
    names = {*chinese.territories.values(), *cities}
    for line in locations.read_text("utf-8").splitlines():
        if not line.endswith(":"):
            names.update(re.split("[\t/]", line.strip()))
    plain = {re.sub("[（(].*", "", name).strip() for name in names}
    kept = sorted(n for n in plain - _NOT_NAMES if _NAME.fullmatch(n))
    rows = [" ".join(kept[i : i + 15]) for i in range(0, len(kept), 15)]
    return _REMARK + "\n".join(rows) + "\n"


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1])), "utf-8")
