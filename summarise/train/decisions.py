"""Fit the weights of the formula drafter: python -m summarise.train.decisions MEETINGS_FOLDER.

The verdict is fitted on remarks scored by models that did not see their meeting, as it will be in use.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summarise.clauses import clause_features
from summarise.linear import WEIGHTS, LinearModel
from summarise.roles import roster_names
from summarise.salience import Scored, first_pass, second_features, second_pass
from summarise.topics import candidates
from summarise.train.cases import HARM, LabelledCase, labelled_cases
from summarise.train.labels import training_meetings
from summarise.train.logistic import fit, save, stored
from summarise.verdict import FAMILIES, item_features

FOLDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The models."""

    cited: LinearModel
    stated: LinearModel
    verdict: dict[str, LinearModel]
    clause: LinearModel
    settled: LinearModel
    topics: LinearModel


def fit_decisions(meetings: Sequence[Sequence[LabelledCase]]) -> Fitted:
    """All models from the cases of several meetings."""
    rows: list[list[str]] = []
    families = []
    clause_rows: list[list[str]] = []
    clause_labels: list[float] = []
    second_rows: list[list[str]] = []
    second_labels: list[float] = []
    second_weights: list[float] = []
    firsts: list[tuple[LabelledCase, tuple[Scored, ...]]] = []
    for fold in range(FOLDS):
        cited, stated = _fit_remarks([m for k, m in enumerate(meetings) if k % FOLDS != fold])
        for one in (case for k, m in enumerate(meetings) if k % FOLDS == fold for case in m):
            scored = first_pass(one.talk, one.rows, cited, stated)
            firsts.append((one, scored))
            second_rows += second_features(scored, one.case.item)
            second_labels += one.stated
            second_weights += one.harm
            rows.append(item_features(one.case.item, scored))
            families.append(one.families)
            for clause in one.case.item.clauses:
                if clause.number in one.unchanged:
                    clause_rows.append(clause_features(one.case.item, clause, scored, sorted(one.families)))
                    clause_labels.append(float(one.unchanged[clause.number]))
    cited, stated = _fit_remarks(meetings)
    verdict = {
        str(family): fit(rows, [float(family in f) for f in families], least_count=3, penalty=6.0)
        for family in FAMILIES
    }
    unchanged = fit(clause_rows, clause_labels, least_count=5, penalty=5.0)
    settled = fit(second_rows, second_labels, importance=second_weights, least_count=8, penalty=2.0)
    return Fitted(
        cited=cited,
        stated=stated,
        verdict=verdict,
        clause=unchanged,
        settled=settled,
        topics=_fit_topics(firsts, settled),
    )


def _fit_topics(
    firsts: Sequence[tuple[LabelledCase, tuple[Scored, ...]]], settled: LinearModel
) -> LinearModel:
    """Whether a noun of the talk stands in the decision; one that must not weighs more."""
    rows, labels, weights = [], [], []
    for one, first in firsts:
        names = roster_names(one.case.meeting)
        for topic in candidates(one.case.item, second_pass(first, one.case.item, settled), names):
            harmful = topic.stem in one.unwanted - one.named
            rows.append(topic.features)
            labels.append(float(topic.stem in one.named))
            weights.append(HARM if harmful else 1.0)
    return fit(rows, labels, importance=weights, least_count=8, penalty=6.0)


def _fit_remarks(meetings: Sequence[Sequence[LabelledCase]]) -> tuple[LinearModel, LinearModel]:
    cases = [case for meeting in meetings for case in meeting]
    rows = [row for case in cases for row in case.rows]
    cited = [label for case in cases for label in case.cited]
    stated = [label for case in cases for label in case.stated]
    harm = [weight for case in cases for weight in case.harm]
    return (
        fit(rows, cited, least_count=8, penalty=12.0),
        fit(rows, stated, importance=harm, least_count=8, penalty=12.0),
    )


def write(fitted: Fitted, folder: Path) -> None:
    """Write the weights into a folder."""
    save(fitted.cited, folder / "cited.json", least_weight=0.08)
    save(fitted.stated, folder / "stated.json", least_weight=0.08)
    save(fitted.settled, folder / "settled.json", least_weight=0.02)
    save(fitted.topics, folder / "topics.json", least_weight=0.05)
    save(fitted.clause, folder / "clause.json", least_weight=0.04)
    verdict = {name: stored(model, least_weight=0.06) for name, model in fitted.verdict.items()}
    text = json.dumps(verdict, ensure_ascii=False, indent=0)
    (folder / "verdict.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Fit on the training meetings and write the weights."""
    meetings = [list(labelled_cases(meeting)) for meeting in training_meetings(Path(arguments[0]))]
    write(fit_decisions(meetings), WEIGHTS)


if __name__ == "__main__":
    main(sys.argv[1:])
