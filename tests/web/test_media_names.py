"""Do people read names of files, not media types?"""

from archive import sniff
from archive.extract import EXTRACTORS
from web.media_names import MEDIA_NAMES
from web.messages import words


def test_every_kind_that_is_read_or_unpacked_has_a_name() -> None:
    read = {kind for entry in EXTRACTORS for kind in entry.media_types}
    assert read | sniff.PACKED <= MEDIA_NAMES.keys()


def test_a_message_names_the_kind_and_keeps_an_unknown_type_as_it_is() -> None:
    said = words("not_unpacked", {"media_type": sniff.RAR})
    assert said.startswith("压缩文件没有打开（RAR 压缩包）")
    assert "x/unheard-of" in words("no_reader_yet", {"media_type": "x/unheard-of"})
