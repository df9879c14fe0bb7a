"""Is the XML of Word 2003 read as a document, not as markup?"""

from pathlib import Path

import pytest

from archive.errors import DamagedFile
from archive.extract.base import OriginalFile
from archive.extract.docx_flat import FlatWordExtractor
from archive.sniff import FLAT_WORD, XML, sniff

BOOK = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"
 xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xml:space="preserve">
<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:nfc w:val="11"/><w:suff w:val="Nothing"/><w:lvlText w:val="%1、"/></w:lvl>
</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>
<w:styles><w:style w:type="paragraph" w:styleId="a"><w:pPr><w:listPr><w:ilfo w:val="1"/>
</w:listPr></w:pPr></w:style></w:styles>
<w:body><wx:sect>
<w:p><w:r><w:t>示例镇镇长离任交接书</w:t></w:r></w:p>
<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr>
<w:r><w:t>未结事项</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>存量家底</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>欠款</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>三万元</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>本镇</w:t></w:r>
<aml:annotation aml:id="1" w:type="Word.Insertion">
<aml:content><w:r><w:t>尚欠</w:t></w:r></aml:content></aml:annotation>
<aml:annotation aml:id="2" w:type="Word.Deletion">
<aml:content><w:r><w:delText>已还</w:delText><w:t>甲</w:t></w:r></aml:content>
</aml:annotation>
<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:t>三万元</w:t></w:r>
<w:r><w:footnote><w:p><w:r><w:t>示例：数字为虚构。</w:t></w:r></w:p></w:footnote></w:r>
<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>监交人意见</w:t></w:r></w:p>
</w:txbxContent></v:textbox></w:pict></w:r><w:r><w:t>。</w:t></w:r></w:p>
<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>示例镇人民政府</w:t></w:r></w:p></w:hdr>
<w:ftr w:type="odd"><w:p><w:r><w:t>— 1 —</w:t></w:r></w:p></w:ftr></w:sectPr>
</wx:sect></w:body></w:wordDocument>"""


def test_word_2003_reads_as_it_is_displayed(tmp_path: Path) -> None:
    path = tmp_path / "示例.xml"
    path.write_text(BOOK, "utf-8")
    assert sniff(path, path.name) == FLAT_WORD
    assert FlatWordExtractor().extract(OriginalFile(path, path.name)).text == (
        "示例镇人民政府\n示例镇镇长离任交接书\n一、未结事项\n二、存量家底\n"
        "欠款\t三万元\n本镇尚欠三万元。\n示例：数字为虚构。\n监交人意见\n— 1 —\n"
    )


def test_other_xml_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "示例.xml"
    path.write_text('<?xml version="1.0"?><单据><名称>示例</名称></单据>', "utf-8")
    assert sniff(path, path.name) == XML


def test_a_form_with_marks_of_the_program_that_fills_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "示例.xml"
    marked = BOOK.replace("<w:tbl>", "<#list people as person>\n<w:tbl>", 1)
    path.write_text(marked.replace("</w:tbl>", "</w:tbl></#list>", 1), "utf-8")
    text = FlatWordExtractor().extract(OriginalFile(path, path.name)).text
    assert "二、存量家底\n" in text
    assert text.endswith("监交人意见\n— 1 —\n")


def test_a_file_cut_short_is_refused_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "示例.xml"
    path.write_text(BOOK[: len(BOOK) // 2], "utf-8")
    with pytest.raises(DamagedFile):
        FlatWordExtractor().extract(OriginalFile(path, path.name))
