"""Does ranking find the best without looking closely at all?"""

import random

import numpy as np
import pytest

from indexer.engines.whoosh.columns import write_columns
from indexer.engines.whoosh.draft import segment_columns
from indexer.engines.whoosh.narrow import narrow
from indexer.engines.whoosh.rank import LiveSegment, Ranking
from indexer.engines.whoosh.view import SegmentView
from tests.contracts.corpora import asked, document

WORDS = ("交接", "清单", "县长", "监督", "移交", "资产", "债务", "示例")
DOCUMENTS = 2_400


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    """Two segments of many short documents, some of them deleted."""
    rng, folder = random.Random(5), tmp_path_factory.mktemp("segments")
    segments = []
    for name in ("a", "b"):
        texts = [
            "，".join(rng.choices(WORDS, weights=range(1, 9), k=rng.randint(1, 9)))
            for _ in range(DOCUMENTS // 2)
        ]
        documents = [document(f"{name}{n}", text) for n, text in enumerate(texts)]
        columns = narrow(segment_columns(documents), len(documents))
        write_columns(folder / name, columns)
        view = SegmentView(folder / name)
        live = np.array([rng.random() > 0.1 for _ in texts], np.bool_)
        segments.append(LiveSegment(view, live))
    return Ranking(segments)


@pytest.mark.parametrize("typed", ["交接 示例", "清单 县长 示例 债务", "示例", "交"])
@pytest.mark.parametrize("count", [1, 11, 500])
def test_the_best_are_among_those_looked_at_closely(
    ranking: Ranking, typed: str, count: int
) -> None:
    query = asked(typed, best=True)
    found = [np.flatnonzero(s.live) for s in ranking.segments]
    every = ranking.scores(query, found)

    chosen, scores = ranking.best(query, found, count=count)

    least = np.sort(np.concatenate(every))[-count]
    for documents, all_scores, some, kept in zip(
        found, every, chosen, scores, strict=True
    ):
        is_best = all_scores >= least
        assert set(documents[is_best]) <= set(some)
        assert np.array_equal(kept, all_scores[np.isin(documents, some)])


def test_few_documents_score_as_they_do_among_all(ranking: Ranking) -> None:
    query = asked("交接 示例 清单")
    every = [np.arange(s.view.documents) for s in ranking.segments]
    few = [documents[::97] for documents in every]

    whole = ranking.scores(query, every)

    for scores, of_all in zip(ranking.scores(query, few), whole, strict=True):
        assert np.array_equal(scores, of_all[::97])
