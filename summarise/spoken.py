"""How Danish is spoken in meetings, as patterns: fillers, openers, verbs, what cannot be reported."""

from __future__ import annotations

import re

OPENER = (
    r"så|og|men|godt|okay|ok|ja|jo|nej|altså|fint|tak|øh+m?|jamen|nå|for|super|perfekt|præcis|"
    r"selvfølgelig|enig|"
    r"hov|klart|rigtigt|flot|glimrende|udmærket|desuden|derfor"
)
LEADING = re.compile(rf"^(?:(?:{OPENER})\b(?! til\b)[ ,.!:–-]*)+", re.I)
"""Openers that carry nothing. "Nej til …" is no opener but the decision."""
FILLERS = re.compile(
    r",?\s*\b(?:øh+m?|altså|ligesom|egentlig|faktisk|jo|lige|sgu|vel|da|så at sige|sådan set|"
    r"vist)\b(?: ,|,(?= ))?",
    re.I,
)
SAYING = re.compile(
    r"^(?:så )?(?:siger vi(?: det sådan)?|vi siger|lad os sige|(?:er )?vi (?:er )?enige om|"
    r"vi gør det sådan|det bliver sådan|jeg konkluderer|det betyder|"
    r"jeg (?:kan|skal|vil) (?:\w+ )?(?:fortælle|oplyse|sige|nævne))\b(?! (?:nej|ja)\b)[,:]?\s*(?:at )?",
    re.I,
)
INSTEAD = re.compile(
    r",?\s*\b(?:og )?(?:i stedet for|frem for|ikke længere|og ikke|ikke (?=(?:den |kl\. )?\d))(?:[^,.;]|"
    r"(?<=\d)\.|(?<=\d),(?=\d))*",
    re.I,
)
DEICTIC = re.compile(
    r"\s*\b(?:i dag|i morgen|i aften|i eftermiddag|i formiddag|nu her|lige nu|i går)\b", re.I
)
UNSAFE = re.compile(
    r"\b(?:du|dig|din|dit|dine|mig|min|mit|mine|han|hun|ham|hende|hans|hendes|tak|undskyld|synes|syntes|"
    r"tror|måske|"
    r"håber|gider|ved ikke|kunne|ville|burde|var det|ikke også|vil gerne|ingen imod|"
    r"haha|ork|sjov|spøg|referatet at|her|sådan noget|ser (?:jeg )?(?:ingen|ikke)|"
    r"hører (?:jeg )?(?:ingen|ikke)|"
    r"konstaterer|spørger|enig med|godmorgen|velkommen|for min skyld|mener|vær|lad|husk|ærlig\w*|desværre|"
    r"for (?:højt|lavt|tidligt|meget|dyrt|lidt|sent|langt|kort|stramt)|"
    r"det lyder|gud|fandt|forbandet\w*|grine\w*|komisk|tosset|skørt?)\b",
    re.I,
)
SUBORDINATE = re.compile(
    r"^(?:fordi|hvis|når|da|som|medmindre|selvom|at|end|ikke|heller|bare|så længe|hvad|hvem|hvornår|"
    r"hvorfor|hvor|"
    r"hvordan|hvilke[nt]?|kunne|måske|skriv|husk|lad|tag|giv|ring|vent|kom|stop|se|find|lav|hør|prøv|"
    r"luk|spørg|send|"
    r"ret|skynd|vær)\b",
    re.I,
)
"""A clause that begins so hangs on another one, asks or commands."""
NEXT_ITEM = re.compile(
    r"^(?:\W*(?:godt|ja|okay|tak|fint|og|så|nå)\b)*\W*(?:er|har|kommer|tager|mangler|går) (?:vi|der) "
    r"(?:ved|til|også|nu|videre|bare|\d|punkt|næste|så )|"
    r"\bså er der (?:referatet|punkt)|\bkommer vi til\b|\bses vi\b|\bvi ses\b|\bnæste punkt\b",
    re.I,
)
CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
FINITE = (
    "er|bliver|skal|kan|vil|har|får|går|kommer|sender|står|holder|gælder|skriver|laver|koster|udgør|må|tager|giver|"
    "begynder|starter|slutter|ligger|flyttes|sendes|holdes|deltager|fortsætter|sørger|undersøger|indkalder|åbner|"
    "lukker|udsender|behandles|fremlægger|forelægger|bevares|betaler|dækker|finansieres|rykkes|rykker|forelægges|"
    "evalueres|udgår|udsættes|stemte|stemmer|ønsker|støtter|følger|henter|melder|indvies|viser|regner|forventer|"
    "løber|udløber|varer|omfatter|indeholder|træder|kontakter|tilbyder|leverer|vender|åbnes|lukkes|opføres|etableres|udbydes|"
    "var|kom|blev|havde|bidrager|indgår|finder|hjælper|tegner|afholdes|gives|sættes|ændres|rettes|tages|laves"
)
WORDS = r"[\w.,:%&/§'-]+"
NOUNS = r"[\w.:%&/§'-]*(?:\d,\d+|[\w%])"
SUBJECT_FIRST = re.compile(rf"^(?:{NOUNS} ){{1,9}}?(?P<verb>{FINITE})\b", re.I)
NOT_SUBJECT = re.compile(
    r"^(?:den \d+|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|i|på|til|fra|med|for|om|efter|ved|"
    r"inden|senest|"
    r"ellers|dermed|derefter|herefter|samtidig|hvis|når|da|fordi|at|først|bagefter|nu|dér|der(?= (?!er|"
    r"bliver|skal|kan|vil|har))|både)\b",
    re.I,
)
TOPIC_FIRST = re.compile(rf"^{WORDS}(?: {WORDS}){{0,4}}, (?:den|det|dem|de) ", re.I)
VERB_FIRST = re.compile(
    rf"^(?P<verb>{FINITE}|[^\W\d_]+er)\s+(?P<subject>vi|jeg|du|der|det|den|de|man)\b(?P<rest>.*)$", re.I
)
VERB_NOUN = re.compile(rf"^(?:{FINITE})\s+\w", re.I)
OBJECT_FIRST = re.compile(
    r"^(?P<object>\S+(?: \S+){0,5}?),? (?P<verb>[^\W\d_]+er|får|går|gør|ser) (?P<who>vi|jeg|"
    r"du)\b(?P<rest>.*)$",
    re.I,
)
FIRST_PERSON = re.compile(r"^(?P<who>jeg|vi|du) (?P<verb>\w+)\b(?P<rest>.*)$", re.I)
INFINITIVES = {
    "er": "være", "har": "have", "gør": "gøre", "ser": "se", "får": "få", "går": "gå", "står": "stå",
    "når": "nå", "beder": "bede", "forstår": "forstå",
}  # fmt: skip
MODALS = {"kan", "skal", "vil", "må", "skulle"}
PARTS = re.compile(r",? (?:og|men) (?=(?:så|vi|jeg) )|,? men (?=(?:der|det|den|de) )|; ", re.I)
REQUEST = re.compile(
    r"^(?:så )?(?:kan|vil|skal|kunne|vil du ikke) du (?:ikke )?(?P<infinitive>\w+e|få|se|gå|"
    r"stå)\b(?P<rest>.*?)\??$",
    re.I,
)
"""A request with "du" in it, which the one addressed agrees to."""
ADVERB_FIRST = re.compile(
    r"^(?P<adverb>(?:den \d|(?:man|tirs|ons|tors|fre|lør|søn)dag\b|i |på |til |fra |inden |senest |"
    r"efter |derefter )[^,]{0,50}?),? "
    r"(?P<verb>\w+) (?P<who>vi|jeg|du)\b(?P<rest>.*)$",
    re.I,
)
OBJECT_MODAL = re.compile(
    r"^(?P<object>det|den|dem) (?:kan|skal|vil) (?:vi|jeg) (?P<infinitive>\w+)\b(?P<rest>.*)$", re.I
)
DONE_SO = re.compile(r",? og det gør (?:jeg|vi|du)\b", re.I)
TRAILING = re.compile(r"(?:[ ,]+(?:så|ja|nej|okay|altså|og|men|fint)|, ikke)[ .!]*$", re.I)
LABEL = re.compile(r"^[^:]{1,40}: (?!\d)")
CORRECTION = re.compile(
    r"\b(?:i stedet|ikke (?:den|på|til|fra|længere)? ?\d|rett(?:er|e|es|else)|flytt\w*|undskyld|"
    r"jeg mener|nej|rettere|"
    r"rykke\w*|ændre\w*|alligevel|udsætte\w*|først)\b",
    re.I,
)
"""Signs that a remark changes what was said before."""
LONGEST = 45
SHORTEST = 3
