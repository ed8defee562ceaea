"""What is left of an item when only its words count."""


def in_words(item):
    """An item with every run of white space as one space."""
    sections = [
        (
            s.kind,
            s.heading_as_printed,
            s.text.split(),
            s.proposer,
            [(c.number, c.text.split()) for c in s.clauses],
        )
        for s in item.sections
    ]
    return item.id, item.number, item.label, item.title, item.journal_number, item.closed, sections
