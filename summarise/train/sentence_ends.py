"""Fit `summarise/weights/sentence_ends.json`: python -m summarise.train.sentence_ends MEETINGS_FOLDER."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from summarise.linear import WEIGHTS
from summarise.punctuation import boundary_features
from summarise.train.labels import training_meetings
from summarise.train.logistic import fit, save

MARKS = re.compile(r"[^\w%§&/-]+$")
END = re.compile(r"[.!?…][\"'»]?$")


def rows_of(text: str) -> tuple[list[list[str]], list[float]]:
    """A row and a label for every gap between two words of a punctuated turn."""
    words = text.split()
    bare = [re.sub(r"^[\"'«(]+", "", MARKS.sub("", word)).casefold() for word in words]
    kept = [k for k, word in enumerate(bare) if word]
    row, label = [], []
    for place in range(1, len(kept)):
        row.append(boundary_features([bare[k] for k in kept], place))
        before = words[kept[place - 1]]
        capital = words[kept[place]][:1].isupper()
        label.append(float(bool(END.search(before)) and capital))
    return row, label


def main(arguments: Sequence[str]) -> None:
    """Fit on the training meetings and write the weights."""
    rows: list[list[str]] = []
    labels: list[float] = []
    for meeting in training_meetings(Path(arguments[0])):
        for utterance in meeting.utterances:
            row, label = rows_of(utterance["text"])
            rows += row
            labels += label
    model = fit(rows, labels, least_count=6, penalty=0.5)
    save(model, WEIGHTS / "sentence_ends.json", least_weight=0.25)


if __name__ == "__main__":
    main(sys.argv[1:])
