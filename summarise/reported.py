"""A spoken remark as reported speech: third person, no fillers, or nothing where that is not safe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from minutes.agenda import Participant
from minutes.transcript import Utterance
from summarise.moved_meetings import Date
from summarise.roles import Roster, as_subject
from summarise.spoken import (
    ADVERB_FIRST,
    AFFIRMS,
    AGAIN,
    ASIDE,
    ASKING,
    AT_LIST,
    BARE_DAY,
    COMMON_STATE,
    CPR,
    CUT_OFF,
    DEFINITE,
    DEICTIC,
    DENIES,
    DONE_SO,
    FILLERS,
    FINITE,
    FIRST_PERSON,
    HAS_NO_THING,
    INFINITIVES,
    INSTEAD,
    LABEL,
    LEAD,
    LEADING,
    LONGEST,
    MODALS,
    NEXT_ITEM,
    NEXT_TASK,
    NEXT_VERB,
    NOT_SUBJECT,
    OBJECT_FIRST,
    OBJECT_MODAL,
    OPINIONS,
    PARTS,
    PIECES,
    PROPOSING,
    REQUEST,
    SAYING,
    SHORTEST,
    SO_THAT,
    SO_THAT_CAN,
    STATES,
    SUBJECT_FIRST,
    SUBORDINATE,
    SUMMARY,
    TASK,
    TASKS,
    TO_OTHERS,
    TOPIC_FIRST,
    TRAILING,
    UNSAFE,
    VERB_FIRST,
    VERB_NOUN,
    WE_ARE,
)


class Form(StrEnum):
    """How a clause fits: after "at", after "at" as an infinitive, by itself, or after a colon."""

    THAT = "that"
    TO = "to"
    OWN = "own"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was said, in reported form, without a full stop."""

    clause: str
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the rewriting needs to know: the body as a subject, the people, and words that keep a capital.

    `title` is the item's, `moved` holds the meetings that were moved, `talk` all that was said, `strange` the
    places of the remarks that are about another item. `deciding`: the item asks for more than to be noted.
    `wording`: the formula's name -> how the house words it. `months`: a day -> its month, where the item's
    talk and agenda name that day of one month only.
    """

    body: str
    roster: Roster
    proper: frozenset[str]
    moved: Mapping[str, frozenset[Date]] = field(default_factory=dict)
    talk: tuple[Utterance, ...] = ()
    title: str = ""
    strange: frozenset[int] = frozenset()
    deciding: bool = True
    months: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)

    def with_capitals(self, text: str) -> str:
        """The text with the capitals of the agenda's and the roster's names."""
        capitals = {word.casefold(): word for word in self.proper}
        return re.sub(r"[^\W\d_]+", lambda m: capitals.get(m.group(), m.group()), text)


def parts_of(text: str) -> list[str]:
    """The main clauses of a sentence that can stand alone, in order."""
    parts = [piece for part in PARTS.split(text) for piece in _listed(part)]
    marks = text.rstrip()[-1:] if text.rstrip()[-1:] in ".?!" else ""
    return [part if k == len(parts) - 1 else part + marks for k, part in enumerate(parts)]


def _listed(part: str) -> list[str]:
    """The "at" clauses of one list ("vi beslutter, at A, at B, og at C"), where what governs them affirms."""
    head = re.search(r"\bat\b", part)
    if head is None or not AFFIRMS.search(part[: head.start()]) or DENIES.search(part[: head.start()]):
        return [part]
    return AT_LIST.split(part)


def pieces_of(part: str) -> list[str]:
    """What stands between the commas and "og" of a conclusion, where nothing before denies what follows."""
    pieces = PIECES.split(part)
    return [] if len(pieces) < 2 or any(DENIES.search(piece) for piece in pieces[:-1]) else pieces


def reported(
    text: str,
    setting: Setting,
    *,
    speaker: Participant | None,
    by_chair: bool | None,
    accepted: bool = False,
) -> Reported | None:
    """One sentence, numbers and dates written, in reported form; None where that is not safe.

    Args:
        text: the sentence as it was said.
        setting: the meeting's names.
        speaker: who says it, where the talk made that known.
        by_chair: whether the chair says it; None where speakers are not told apart.
        accepted: the next speaker agrees, so that a request counts as an agreement.
    """
    if CPR.search(text) or NEXT_ITEM.search(text) or CUT_OFF.search(text):
        return None
    clause, called = _bare(text, setting.roster)
    clause = LEADING.sub("", clause.lstrip(" ,.;:-"))
    asked = "?" in text and not (accepted and ASKING.match(clause))
    if accepted:
        clause = PROPOSING.sub("", clause if asked else ASKING.sub("", clause))
    clause = SAYING.sub("", clause).strip(" ,.;:-?")
    clause = re.sub(r"^(?:så|altså|øh)\b[ ,]*", "", clause, flags=re.I)
    clause = ASIDE.sub("", clause)
    clause = (SO_THAT_CAN if by_chair else SO_THAT).sub("", clause)
    clause = TRAILING.sub("", DONE_SO.sub("", LABEL.sub("", clause)))
    actor = called if called is not None and re.search(r"\bdu\b", clause, re.I) else speaker
    if asked:
        found = _request(clause, called) if accepted else None
    elif that := re.match(r"at (?=\S+ \S+ )", clause, re.I):
        found = clause[that.end() :], Form.THAT
    elif by_chair and (task := TASK.match(clause)):
        found = _task(task), Form.TO
    elif SUBORDINATE.match(clause) or "..." in clause or "…" in clause or not clause:
        found = None
    else:
        found = _shaped(clause, actor, by_chair)
    if found is None:
        return None
    clause, form = _others(found[0], by_chair, setting.body), found[1]
    if UNSAFE.search(clause) or re.search(r"\b(?:jeg|vi|os|I|jer|jeres|vores)\b", clause):
        return None
    clause = _full_names(setting.with_capitals(clause), setting.roster)
    clause = BARE_DAY.sub(lambda m: _with_month(m, setting.months), clause)
    clause = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s{2,}", " ", clause)).strip(" ,.;:!-")
    length = len(clause.split())
    if length > LONGEST or (length < SHORTEST and not (length == SHORTEST - 1 and re.search(r"\d", clause))):
        return None
    if form in (Form.THAT, Form.FRAGMENT):
        clause = _lower_first(clause, setting)
    return Reported(clause=clause, form=form)


def _bare(text: str, roster: Roster) -> tuple[str, Participant | None]:
    """Without fillers, deictic words, alternatives not chosen, and names called out; and who was called."""
    text = DEICTIC.sub("", FILLERS.sub("", INSTEAD.sub("", text)))
    parts = [part.strip() for part in re.split(r",(?!\d)", text)]
    called = [p for p in parts if len(p.split()) <= 2 and len(parts) > 1 and roster.named_in(p)]
    people = {person.name: person for p in called for person in roster.named_in(p)}
    kept = [p for p in parts if p and p not in called]
    return ", ".join(kept).strip(), next(iter(people.values())) if len(people) == 1 else None


def _request(clause: str, called: Participant | None) -> tuple[str, Form] | None:
    """Makes "Kan du lave et oplæg, Asta?" -> "Asta laver et oplæg"."""
    match = REQUEST.match(clause)
    if match is None or called is None:
        return None
    return f"{as_subject(called)} {_present(match['infinitive'])}{match['rest']}", Form.OWN


def _task(task: re.Match[str]) -> str:
    """Makes "regn på driften, og tal med skolerne" -> "regne på driften, og tale med skolerne"."""
    rest = NEXT_TASK.sub(lambda m: m["before"] + TASKS[m["verb"].casefold()], task["rest"])
    return f"{TASKS[task['verb'].casefold()]} {rest}"


def _shaped(clause: str, actor: Participant | None, by_chair: bool | None) -> tuple[str, Form] | None:
    """The clause in the order of reported speech, and its form."""
    again = AGAIN.match(clause)
    if again:
        return f"sagen behandles igen{again['rest']}", Form.THAT
    summary = SUMMARY.match(clause) if by_chair else None
    if summary:
        return f"Drøftelsen omhandlede {summary['matters']}", Form.OWN
    others = TO_OTHERS.match(clause) if by_chair is not False else None
    if others and (actor is None or re.search(r"\bI\b", others.group()[: others.start("rest")])):
        return _passive(others)
    inverted = VERB_FIRST.match(clause)
    if inverted:
        clause = f"{inverted['subject']} {inverted['verb'].lower()}{inverted['rest']}"
    adverb = ADVERB_FIRST.match(clause)
    if adverb:
        clause = f"{adverb['who']} {adverb['verb']}{adverb['rest'].rstrip(' .')} {_small(adverb['adverb'])}"
    first = FIRST_PERSON.match(clause)
    if first:
        return _first_person(first, actor, by_chair)
    modal = OBJECT_MODAL.match(clause)
    if modal and actor is None:
        return f"{modal['infinitive']} {modal['object'].lower()}{modal['rest']}", Form.TO
    moved = OBJECT_FIRST.match(clause)
    if moved and not NOT_SUBJECT.match(clause):
        return _object_first(moved)
    if VERB_NOUN.match(clause):
        if by_chair is False:
            return None  # what would follow, not what was settled
        return f"Dermed {_small(clause)}", Form.OWN
    if SUBJECT_FIRST.match(clause) and not NOT_SUBJECT.match(clause) and not TOPIC_FIRST.match(clause):
        return _not_before_verb(clause), Form.THAT
    if LEAD.match(clause) and re.search(rf"\b(?:{FINITE})\b", clause):
        return clause[:1].upper() + clause[1:], Form.OWN
    return clause, Form.FRAGMENT


def _passive(others: re.Match[str]) -> tuple[str, Form] | None:
    """Makes "laver I gangbroen til 85.000" -> "gangbroen laves til 85.000": nobody is named who was not."""
    verb, rest = (others["first"] or others["second"]).casefold(), others["rest"].rstrip()
    if verb in INFINITIVES or verb in OPINIONS or re.match(r" (?:det|den|dem|mig|os|ikke)\b", rest):
        return None
    thing = DEFINITE.match(rest)
    if thing:
        return f"{thing['thing']} {verb[:-1]}s{thing['rest']}", Form.THAT
    return f"der {verb[:-1]}s{rest}", Form.THAT


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _present(infinitive: str) -> str:
    irregular = {value: key for key, value in INFINITIVES.items()}
    return irregular.get(infinitive.casefold(), infinitive + "r")


def _not_before_verb(clause: str) -> str:
    """In a clause after "at" the negation stands before the verb."""
    match = SUBJECT_FIRST.match(clause)
    if match and clause[match.end() :].startswith(" ikke "):
        start = match.start("verb")
        return f"{clause[:start]}ikke {clause[start : match.end()]}{clause[match.end() + 5 :]}"
    return clause


def _first_person(
    first: re.Match[str], actor: Participant | None, by_chair: bool | None
) -> tuple[str, Form] | None:
    who, verb, rest = first["who"].casefold(), first["verb"].casefold(), first["rest"].strip(" ,")
    if verb in OPINIONS:
        return None
    state = WE_ARE.match(first.string)
    if state:
        return f"vi er {COMMON_STATE[state['state'].casefold()]}{state['rest']}", Form.THAT
    if who != "du" and verb == "har":
        done = re.match(
            r"(?!drøftet|talt|snakket|lovet|vedtaget|haft|fået)"
            r"(?P<participle>\w+(?:et|t))\b(?! (?:vi|jeg))(?P<rest> .+)$",
            rest,
        )
        if done:
            return f"der er {done['participle']}{done['rest']}", Form.THAT
        thing = not HAS_NO_THING.match(rest)
        return (f"der er {rest}", Form.THAT) if thing else None
    if verb in {"har", "er", "var", "havde", "kom", "gav", "fik", "gik"}:
        return None
    if who != "vi" and actor is not None:
        usual = verb.endswith(("r", "s")) or verb in MODALS
        return (f"{as_subject(actor)} {verb} {rest}", Form.OWN) if usual else None
    if who == "du":
        return None
    if verb in MODALS:
        bare = (
            re.match(r"(?:ikke|godt|gerne|selv|også)\b", rest)
            or not rest
            or rest.split()[0].endswith(("t", "r"))
        )
        return None if bare else (_in_a_row(rest), Form.TO)
    if who == "vi" and verb in STATES and not by_chair:
        return None
    if who == "vi" and by_chair is not False and rest.startswith("ikke ") and verb.endswith("er"):
        return f"vi ikke {verb} {rest[5:]}", Form.THAT
    infinitive = INFINITIVES.get(verb) or (verb[:-1] if verb.endswith("er") else None)
    if infinitive is None or re.match(r"(?:ikke|har|er)\b", rest):
        return None
    return f"{infinitive} {_in_a_row(rest)}".strip(), Form.TO


def _in_a_row(rest: str) -> str:
    """After an infinitive the next verb of the same subject is one too: "undersøge sagen og skrive til …"."""
    return NEXT_VERB.sub(lambda m: f"{m['before']}{INFINITIVES.get(m['verb'], m['verb'][:-1])}", rest)


def _object_first(moved: re.Match[str]) -> tuple[str, Form] | None:
    """Makes "Programmet sender jeg ud" -> "programmet sendes ud", where the verb has a plain passive."""
    verb = moved["verb"].casefold()
    if not verb.endswith("er") or verb in INFINITIVES or moved["rest"].strip().startswith("ikke"):
        return None
    return f"{moved['object'].rstrip(',')} {verb[:-1]}s{moved['rest']}", Form.THAT


def _others(clause: str, by_chair: bool | None, body: str) -> str:
    """Makes "vi" and, from anybody but the chair, "I" as the body."""
    clause = re.sub(r"\b(?:vi|os)\b", body, clause)
    if by_chair is not True:
        clause = re.sub(r"\b(?:I|jer)\b(?: alle(?: sammen)?)?", body, clause)
    return clause


def _with_month(day: re.Match[str], months: Mapping[str, str]) -> str:
    month = months.get(day["day"])
    return f"den {day['day']}. {month}" if month else day.group()


def _lower_first(clause: str, setting: Setting) -> str:
    first = re.split(r"[\s,]", clause)[0]
    if (
        first in setting.proper
        or first.casefold() in setting.roster.by_first_name
        or first[1:] != first[1:].lower()
    ):
        return clause
    if clause.startswith(setting.body):
        return clause
    return clause[:1].lower() + clause[1:]


def _full_names(clause: str, roster: Roster) -> str:
    for person in roster.named_in(clause):
        first, *_, last = person.name.split()
        initial = re.compile(rf"\b{re.escape(first)} {last[0]}\b(?!\w)\.?")
        if initial.search(clause):
            clause = initial.sub(person.name, clause, count=1)
        elif person.name.casefold() not in clause.casefold():
            pattern = rf"(?<![\w-]){re.escape(first)}(?![\w-]| [A-ZÆØÅ])"
            clause = re.sub(pattern, person.name, clause, count=1)
        else:
            clause = re.sub(re.escape(person.name), person.name, clause, flags=re.I)
    return clause
