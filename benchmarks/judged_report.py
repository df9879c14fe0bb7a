"""How are the figures of judged questions printed, and what two runs differ in?"""

from benchmarks.judged import MEASURES, JudgedSet, Run, mean_of, scored

LISTED = 20


def figures(judged: JudgedSet, run: Run, seconds: float) -> dict[str, object]:
    """Print the measures of a run with their intervals, and return them."""
    means = {
        measure: mean_of(list(scored(judged, run, measure).values()))
        for measure in MEASURES
    }
    count = len(judged.questions)
    print(f"{judged.name}: {count} questions, {seconds / count * 1000:.1f} ms each")
    for measure, mean in means.items():
        print(f"  {measure:10} {mean}")
    return {
        "questions": count,
        "milliseconds": round(seconds / count * 1000, 1),
        **{measure: [m.value, m.low, m.high] for measure, m in means.items()},
    }


def compare(judged: JudgedSet, before: Run, after: Run) -> None:
    """Print the paired difference in nDCG@10, then gains and losses by question."""
    old, new = (scored(judged, run, "nDCG@10") for run in (before, after))
    change = {key: new[key] - old[key] for key in new}
    gained = [key for key in change if change[key] > 0]
    lost = [key for key in change if change[key] < 0]
    print(f"{judged.name}: nDCG@10 {mean_of(list(change.values()))} against before")
    print(f"  {len(gained)} better, {len(lost)} worse, of {len(change)}")
    for label, keys in (("+", gained), ("-", lost)):
        ordered = sorted(keys, key=lambda key: -abs(change[key]))
        for key in ordered[:LISTED]:
            print(f"  {label} {old[key]:.3f} → {new[key]:.3f}  {judged.questions[key]}")
