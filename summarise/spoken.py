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
    r"^(?:så )?(?:siger vi(?: det sådan)?|gør vi det sådan|vi siger|lad os sige|(?:er )?vi (?:er )?enige om|"
    r"vi gør det sådan|det bliver sådan|jeg konkluderer|det betyder|"
    r"(?:så )?(?:skriver|noterer|konkluderer|siger|aftaler) (?:vi|jeg)(?= ?,? at )|"
    r"jeg (?:kan|skal|vil) (?:\w+ )?(?:fortælle|oplyse|sige|nævne))\b(?! (?:nej|ja)\b)[,:]?\s*(?:at )?",
    re.I,
)
PROPOSING = re.compile(r"^(?:så )?(?:foreslår jeg|jeg (?:vil )?foreslår?|lad os)[,:]?\s*(?:at )?", re.I)
"""A proposal: no more than that until somebody accepts it."""
ASKING = re.compile(
    r"^(?:så )?(?:er vi|er I|kan vi|skal vi)(?: så| da)?(?: alle)? (?:enige om|blive enige om|sige|aftale)"
    r"(?: (?:det )?sådan(?: her)?)?[,:]? (?:at )?",
    re.I,
)
"""A question that asks for consent to what it says."""
AGAIN = re.compile(
    r"^(?:(?:har|ser|tager|får|behandler|drøfter) (?:vi|I|udvalget) (?:på )?(?:den|det|sagen|punktet|dem)|"
    r"(?:vi|I) (?:har|ser|tager|får|behandler|drøfter) (?:på )?(?:den|det|sagen|punktet|dem)|"
    r"(?:den|sagen|punktet) kommer (?:på|tilbage|op)|kommer (?:den|sagen|punktet) (?:på|tilbage|op)) igen\b"
    r"(?P<rest>.*)$"
)
"""The item comes back."""
TO_OTHERS = re.compile(
    r"^(?:(?P<first>[^\W\d_]+er) (?:I|du)|(?:I|Du|du) (?P<second>[^\W\d_]+er))\b"
    r"(?: selv| så| lige)*(?P<rest>.*)$"
)
"""What the chair asks of others, said as a fact: "så laver I gangbroen"."""
DEFINITE = re.compile(r"^ (?P<thing>(?:de |den |det )?[^\W\d_]+(?:en|et|erne|ene))\b(?P<rest>.*)$")
SUMMARY = re.compile(
    r"^(?:vi har (?:nu )?(?:drøftet|talt om|været omkring)(?: det| sagen)?,|"
    r"det,? (?:jeg|vi) har hørt,? er) (?P<matters>\S+.*)$",
    re.I,
)
"""How a chair sums up what was talked about."""
COMMON_STATE = {
    "positive": "positiv", "negative": "negativ", "bekymrede": "bekymret", "neutrale": "neutral",
    "uenige": "uenig", "enige": "enig", "skeptiske": "skeptisk", "tilfredse": "tilfreds",
}  # fmt: skip
WE_ARE = re.compile(rf"^vi er (?P<state>{'|'.join(COMMON_STATE)})\b(?P<rest>.*)$", re.I)
INSTEAD = re.compile(
    r",?\s*\b(?:og )?(?:i stedet for|frem for|ikke længere|og ikke|ikke (?=(?:den |kl\. )?\d))(?:[^,.;]|"
    r"(?<=\d)\.|(?<=\d),(?=\d))*",
    re.I,
)
DEICTIC = re.compile(
    r"\s*\bher(?= (?:i|på|til|den|senest|inden|efter|fra)\b|[.!]?$)|"
    r"\s*\b(?:i dag|i morgen|i aften|i eftermiddag|i formiddag|nu her|lige nu|i går)\b",
    re.I,
)
UNSAFE = re.compile(
    r"\b(?:foreslå\w*|som \w+ (?:sagde|siger)|du|dig|din|dit|dine|mig|min|mit|mine|han|hun|ham|"
    r"hende|hans|hendes|"
    r"tak|undskyld|synes|syntes|tror|måske|"
    r"håber|gider|ved ikke|(?<!skal )(?<!skal også )kunne|ville|burde|var det|ikke også|vil gerne|ingen imod|"
    r"uden for (?:protokollen|referatet)|ikke (?:i|med i) (?:referatet|protokollen)|haha|ork|sjov|spøg|"
    r"referatet at|her|sådan noget|ser (?:jeg )?(?:ingen|ikke)|"
    r"hører (?:jeg )?(?:ingen|ikke)|"
    r"konstaterer|enig med|godmorgen|velkommen|for min skyld|vær|lad|husk|ærlig\w*|desværre|"
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
    r"\bgår (?:vi|jeg)(?: \w+)? tilbage til\b|"
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
    "spørger|vælger|bruger|arbejder|kører|køber|søger|mangler|svarer|skifter|flytter|tømmes|bygges|males|sælges|"
    "fjernes|opsættes|plantes|fældes|ansættes|ansætter|inviterer|inviteres|orienterer|orienteres|drøfter|drøftes|"
    "nedsættes|nedsætter|forlænges|forlænger|gennemfører|gennemføres|gennemgår|opdaterer|opdateres|udarbejder|"
    "udarbejdes|beskriver|vurderer|afventer|venter|stiger|falder|steg|faldt|fik|måtte|skulle|sagde|besøger|mødes|"
    "møder|betales|medbringer|underskriver|oprettes|opretter|hænger|passer|virker|bekymrer|kræver|mener|fastholder|"
    "fastholdes|bortfalder|nedlægges|aflyses|aflyser|bestilles|bestiller|rummer|dækkes|fordeles|overføres|tilbydes|"
    "sker|når|oversendes|hører|låner|lægger|"
    "var|kom|blev|havde|omhandlede|bidrager|indgår|finder|hjælper|tegner|afholdes|gives|sættes|ændres|rettes|tages|laves"
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
TASKS = {
    "se": "se", "spørg": "spørge", "regn": "regne", "tal": "tale", "ret": "rette", "find": "finde",
    "undersøg": "undersøge", "beregn": "beregne", "indkald": "indkalde", "inviter": "invitere",
    "kontakt": "kontakte", "indhent": "indhente", "kig": "kigge", "gør": "gøre", "hør": "høre",
}  # fmt: skip
"""What a chair tells others to do -> the infinitive."""
TASK = re.compile(
    rf"^(?P<verb>{'|'.join(TASKS)}) (?!nu\b|her\b|lige\b|selv\b|vi\b|jeg\b|du\b|(?-i:I)\b)(?P<rest>\S+ .+)$",
    re.I,
)
NEXT_TASK = re.compile(rf"(?P<before>(?: og |, og ))(?P<verb>{'|'.join(TASKS)})\b", re.I)
NEXT_VERB = re.compile(
    rf"(?P<before>(?: og |, ))(?P<verb>ser|(?=\w+er\b)(?:{FINITE}))\b(?! (?:vi|jeg|du|der|det|I)\b)"
)
HAS_NO_THING = re.compile(
    r"(?:ikke|lige|også|altid|aldrig|nu|kun|det|den|dem|dig|jer|ham|hende|ret|lov|"
    r"tænkt|talt|set|været|fået|haft|sagt|\w+et\b|\w+t\b)",
    re.I,
)
"""What follows "har" where nothing is owned: a participle, an adverb, a pronoun."""
MODALS = {"kan", "skal", "vil", "må", "skulle"}
PARTS = re.compile(
    r",? (?:og|men) (?=(?:så|vi|jeg) )|, og (?=(?-i:[A-ZÆØÅ])[^\W\d_]+ [^\W\d_]+er\b)|"
    r",? og (?=(?:hvis|når) )|"
    r",? men (?=(?:der|det|den|de) )|; ",
    re.I,
)
AT_LIST = re.compile(r"(?<=\w), (?:altså |og |samt |men )?(?=at \S+ \S)", re.I)
"""Where the next clause of a list of "at" clauses begins."""
AFFIRMS = re.compile(
    r"\b(?:konkluder\w*|beslut\w*|godkend\w*|anbefal\w*|enige? om|siger|aftal\w*|vedta\w*|betyder|noter\w*|"
    r"oplys\w*|fortæl\w*)\b",
    re.I,
)
"""What governs "at" clauses that hold."""
PIECES = re.compile(r"(?<=\w),? (?:og|samt) (?!så |at |det |den |de |dem )(?=\S+ \S)|(?<=\D), (?=\d)", re.I)
"""Where the next thing of a list begins: "6 pladser, og 800.000 til …"."""
DENIES = re.compile(r"\b(?:ikke|hverken|aldrig|ingen|intet|uden|nej|hvis|om)\b", re.I)
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
TRAILING = re.compile(r"(?:[ ,]+(?:så|ja|nej|okay|altså|og|men|fint|tak)|, ikke)[ .!]*$", re.I)
LABEL = re.compile(r"^[^:]{1,40}: (?!\d)")
CORRECTION = re.compile(
    r"\b(?:i stedet|ikke (?:den|på|til|fra|længere)? ?\d|rett(?:er|e|es|else)|flytt\w*|undskyld|"
    r"jeg mener|nej|rettere|"
    r"rykke\w*|ændre\w*|alligevel|udsætte\w*|først)\b",
    re.I,
)
"""Signs that a remark changes what was said before."""
CUT_OFF = re.compile(r"(?:\.\.+|…)\s*$")
"""Somebody was interrupted, or broke off."""
ASIDE = re.compile(
    r", og man (?:skal|kan|må) [^,\d]*$|"
    r",? (?:for|fordi) (?:det|der|han|hun|de|vi|jeg|man|(?-i:[A-ZÆØÅ])\w+) [^,\d]*$"
)
"""Why, or what people should bring, at the end of a clause: talk, unless it has figures."""
SO_THAT = re.compile(r",? så (?:det|der|han|hun|de|vi|jeg|man|(?-i:[A-ZÆØÅ])\w+) [^,\d]*$")
"""What follows from it: from anybody but the chair, talk."""
SO_THAT_CAN = re.compile(r",? så (?:\S+ ){1,3}?(?:kan|har|er|slipper|når)\b[^,\d]*$")
"""What it is good for: talk, whoever says it."""
BARE_DAY = re.compile(r"\bden (?P<day>\d{1,2})\.?(?=$|[,;]| kl\.| i stedet| og\b| men\b)")
"""A day said without its month."""
STATES = {
    "ligger", "står", "sidder", "bor", "mangler", "kender", "bruger", "taber", "får", "går", "kører",
    "plejer", "hører", "ser", "kommer", "bliver", "når", "regner", "ønsker",
}  # fmt: skip
"""Verbs by which "vi" describes rather than promises, from anybody but the chair."""
LONGEST = 45
SHORTEST = 3
OPINIONS = {"mener", "synes", "tror", "håber", "foreslår", "spørger", "forstår", "ved", "undrer"}
"""What somebody thinks or asks is no agreement and no fact."""
LEAD = re.compile(rf"^(?:Dermed |Der ){{0,1}}{SUBJECT_FIRST.pattern[1:]}|^Dermed ", re.I)
"""A clause that can stand alone: a subject and its verb at the head."""
