"""What two texts have in common, judged by their sketches."""

import random

from indexer.sketch import SLOTS, resemblance, sketches

WORDS = "移交接收监交清单债务征地补偿道路水库村组干部任期财政审计档案公章合同信访安全"


def text(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(WORDS, k=length))


def test_a_text_resembles_itself_whatever_its_signs_and_spaces() -> None:
    one = text(1, 400)
    rows = sketches(
        [one, "，".join([one[:200], one[200:]]), one[:100] + "\n" + one[100:]]
    )
    assert rows.shape == (3, SLOTS)
    assert resemblance(rows[0], rows).tolist() == [1, 1, 1]


def test_resemblance_estimates_the_shared_pieces() -> None:
    common, own, other = text(1, 800), text(2, 200), text(3, 200)
    rows = sketches([common + own, common + other, text(4, 1000)])
    _, near, far = resemblance(rows[0], rows)
    assert abs(near - 800 / 1200) < 0.2
    assert far < 0.1


def test_short_texts_resemble_each_other_only_if_equal() -> None:
    rows = sketches(["示例县示例乡", "示例县示例村", "示例县示例乡。", "", "一二"])
    assert resemblance(rows[0], rows).tolist() == [1, 0, 1, 0, 0]
    assert not resemblance(rows[3], rows).any()


def test_a_sketch_does_not_depend_on_the_texts_beside_it() -> None:
    texts = [text(seed, 30 + seed) for seed in range(450)]
    together, last = sketches(texts), sketches(texts[-1:])
    assert (together[-1] == last[0]).all()
    assert sketches([]).shape == (0, SLOTS)
