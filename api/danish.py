"""What people read when something is refused: Danish titles by kind, Danish sentences by what went wrong.

`SENTENCES` goes from the English `what` of an error (a pattern; groups can be used as `{0}`, `{1}`) to a
Danish sentence. Where none fits, the sentence of the kind is used; the English stays under `technical`.
Rooms add their own lines at the end of their group.
"""

from __future__ import annotations

import re

TITLES: dict[str, str] = {
    "bad_request": "Forespørgslen kan ikke forstås",
    "wrong_address": "Adressen er forkert",
    "sign_in": "Du er ikke logget ind",
    "not_allowed": "Det har du ikke adgang til",
    "not_from_here": "Forespørgslen kom ikke fra Referents egne sider",
    "not_found": "Det findes ikke",
    "wrong_method": "Det kan man ikke her",
    "not_acceptable": "Det format kan ikke leveres",
    "conflict": "Det kan ikke lade sig gøre nu",
    "in_flight": "Forespørgslen er allerede i gang",
    "changed": "Nogen har ændret det i mellemtiden",
    "too_large": "Det er for stort",
    "wrong_type": "Filtypen kan ikke bruges",
    "range": "Det stykke af filen findes ikke",
    "invalid": "Noget er udfyldt forkert",
    "version_missing": "Versionen mangler",
    "too_often": "For mange forsøg",
    "fault": "Der skete en fejl",
    "engine": "En af maskinerne bag Referent fejlede",
    "unavailable": "Referent kan ikke svare lige nu",
    "disk_full": "Der er ikke plads",
}

FALLBACKS: dict[str, str] = {
    "bad_request": "Referent kunne ikke læse forespørgslen.",
    "wrong_address": "Brug den adresse, som Referent er sat op til.",
    "sign_in": "Log ind, og prøv igen.",
    "not_allowed": "Bed en administrator om den rolle, der giver adgang.",
    "not_from_here": "Hent siden igen, og prøv så en gang til.",
    "not_found": "Det, du leder efter, findes ikke eller er blevet slettet.",
    "wrong_method": "Adressen findes, men kan ikke bruges på den måde.",
    "not_acceptable": "Vælg et af de formater, som dokumentationen nævner.",
    "conflict": "Hent mødet igen, og se, hvor langt det er.",
    "in_flight": "Vent et øjeblik, og se, om det første forsøg lykkedes.",
    "changed": "Hent det igen, og gentag din ændring. Ingen tekst er gået tabt.",
    "too_large": "Send noget mindre, eller bed driften om at hæve grænsen.",
    "wrong_type": "Vælg en anden fil, eller send den i et format, som Referent læser.",
    "range": "Bed om et stykke, der ligger inden for filen.",
    "invalid": "Ret oplysningerne, og prøv igen.",
    "version_missing": "Send den version, du har læst, med i If-Match.",
    "too_often": "Vent lidt, og prøv igen.",
    "fault": "Fejlen er skrevet i loggen. Prøv igen, eller kontakt driften.",
    "engine": "Prøv igen om lidt, eller kontakt driften.",
    "unavailable": "Prøv igen om et øjeblik.",
    "disk_full": "Kontakt driften: disken er fuld. Intet er gået tabt.",
}

SENTENCES: tuple[tuple[str, str], ...] = (
    # shared
    ("no such meeting", "Mødet findes ikke eller er slettet."),
    ("no such item", "Mødet har ikke et punkt med det nummer."),
    ("somebody else changed it in the meantime", "Nogen har gemt en ændring, siden du hentede det."),
    (r"the database does not answer .*", "Databasen svarer ikke lige nu. Prøv igen om et øjeblik."),
    ("the file is empty", "Filen er tom. Vælg en anden."),
    (r"the file is larger than (.+) GB", "Filen er større end {0} GB, som er grænsen her."),
    (r"the file cannot be kept \(.*\)", "Filen kunne ikke gemmes, fordi disken ikke har plads."),
    (r"a meeting that is (\w+) cannot become (\w+)", "Mødet er ikke nået så langt, at det kan gøres."),
    ("the Word template leaves out .*", "Udvalgets Word-skabelon udelader noget, som et referat skal have."),
    ("(the Word template cannot|this is not a Word template).*", "Udvalgets Word-skabelon kan ikke bruges."),
    ("(a file of the body's look|the file is too large for a page).*", "Logo eller skabelon kan ikke læses."),
    ("the logo is .*", "Udvalgets logo kan ikke bruges."),
    (r"there is no transcript", "Mødet har ikke nogen udskrift endnu."),
    (r"there is no division into items", "Mødet er ikke delt op i punkter endnu."),
    ("the item has no such text", "Punktet har ikke nogen tekst i den version."),
    # intake
    (
        "the participants must be informed and the legal basis be named",
        "Deltagerne skal være informeret om optagelsen, og behandlingsgrundlaget skal være skrevet.",
    ),
    ("no agenda items were found in it", "Der er ingen punkter i dokumentet. Er det dagsordenen?"),
    (r"this is a password-protected document or .*", "Gem dokumentet som DOCX uden adgangskode."),
    ("this is an RTF document", "Åbn dokumentet i Word, og gem det som DOCX."),
    (r"this PDF is (damaged|protected by a password)", "PDF-filen kan ikke åbnes. Eksportér den igen."),
    ("this PDF holds pictures of pages but no text", "PDF-filen er skannet og uden tekst. Brug originalen."),
    ("this PDF is far longer than an agenda .*", "PDF-filen er langt længere end en dagsorden."),
    ("this is far longer than an agenda .*", "Dokumentet er langt længere end en dagsorden."),
    (r"this Word document is damaged.*", "Word-dokumentet er beskadiget. Gem det igen."),
    ("this Word document holds macros.*", "Dokumentet har makroer. Gem det som almindelig DOCX."),
    (r"this document unpacks to .*", "Dokumentet fylder alt for meget, når det pakkes ud."),
    (r"this is (an archive|not a text).*", "Filtypen kan ikke læses som en dagsorden."),
    ("the transcript holds no words", "Der er ingen ord i udskriften."),
    (r"the file is too large for an agenda .*", "Filen er for stor til en dagsorden. Send den uden bilag."),
    (
        "this is not audio, or it is damaged or cut off",
        "Filen er ikke en optagelse, eller den er beskadiget.",
    ),
    ("the file has no sound track", "Filen har ikke noget lydspor."),
    ("the file holds no sound that can be decoded", "Der er ingen lyd i filen, som kan læses."),
    ("this is not a transcript", "Filen er ikke en udskrift. Send WebVTT, SRT eller JSON."),
    ("no such recording", "Optagelsen findes ikke eller er slettet."),
    ("no such remark", "Ytringen findes ikke i udskriften."),
    ("no such upload", "Overførslen findes ikke længere. Begynd forfra."),
    ("the recording is gone", "Optagelsen er slettet. Læs udskriften i stedet."),
    ("the recordings were not heard yet", "Optagelserne er ikke skrevet ud endnu."),
    ("the remark was made behind closed doors", "Ytringen faldt for lukkede døre."),
    ("another request writes to this upload", "Overførslen er allerede i gang et andet sted."),
    (r"(\d+) bytes are here", "Der er modtaget {0} byte. Fortsæt derfra."),
    ("more came than was announced", "Der kom flere data, end der var varslet. Begynd forfra."),
    ("the length is not the one that was announced", "Længden passer ikke med det, der er modtaget."),
    ("the meeting was started already", "Mødet er allerede sat i gang. Opret et nyt til en ny optagelse."),
    ("there is no recording and no transcript", "Læg en optagelse eller en udskrift ind først."),
    ("nothing is under way", "Der er ikke noget i gang, der kan standses."),
    ("the work is (idle|done)", "Der er ikke noget, der er gået galt eller er standset."),
    ("the work is (wanted|running).*", "Arbejdet er allerede i gang."),
    ("the work is .* already", "Arbejdet er allerede gjort eller standset. Prøv igen med »Forsøg igen«."),
    ("a decision of it is in the record", "Mødet har godkendte beslutninger og kan ikke slettes."),
    ("the minutes are not approved", "Referatet er ikke godkendt endnu."),
    # review
    (
        r"the minutes cannot be set as PDF .*",
        "Referatet kan ikke sættes som PDF. Hent det som Word eller HTML.",
    ),
    ("the text is empty", "Teksten er tom. Skriv, hvad der blev besluttet."),
    (r"the text is longer than (\d+) characters", "Teksten er længere end {0} tegn."),
    ("the meeting is not drafted yet", "Mødets udkast er ikke færdige endnu."),
    ("the item is approved", "Punktet er godkendt. Genåbn det med en begrundelse først."),
    ("the item is approved already", "Punktet er allerede godkendt."),
    ("the item is not approved", "Punktet er ikke godkendt."),
    ("the text was changed since it was read", "Teksten er ændret, siden du læste den. Læs den igen."),
    ("the text has no such concern", "Teksten har ikke længere den anmærkning. Hent punktet igen."),
    (r"(\d+) blocking concerns stand", "{0} anmærkninger skal rettes eller begrundes før godkendelsen."),
    (r"a reason of 1 to (\d+) characters is needed", "Skriv en begrundelse på højst {0} tegn."),
    ("the minutes are approved already", "Referatet er allerede godkendt."),
    (r"(\d+) of (\d+) items are not approved", "{0} af {1} punkter er ikke godkendt endnu."),
    ("a decision needs a text and a named person", "En beslutning skal have en tekst og en godkender."),
    ("the meeting is under legal hold", "Mødet skal bevares. En administrator kan ophæve det."),
    # access
    ("the address or the password is wrong", "Adressen eller adgangskoden er forkert."),
    ("the session has ended", "Du er blevet logget ud. Log ind igen."),
    ("the API key does not hold", "API-nøglen er ukendt, udløbet eller trukket tilbage."),
    ("this is not an API key", "Det er ikke en API-nøgle: den begynder med ref_."),
    ("an API key cannot do this", "Det kan kun en person, der er logget ind, ikke en API-nøgle."),
    (r"a password has from (\d+) to (\d+) characters", "En adgangskode har fra {0} til {1} tegn."),
    ("the link was used already or is too old", "Linket er brugt eller for gammelt. Bed om et nyt."),
    ("this is not an e-mail address", "Det er ikke en e-mailadresse."),
    ("no identity provider is set up", "Her logger man ind med adresse og adgangskode."),
    ("the identity provider does not answer", "Kommunens login svarer ikke lige nu. Prøv igen om lidt."),
    (r"the sign-in does not hold .*", "Login kunne ikke gennemføres. Prøv forfra."),
    ("this browser has not begun to sign in, or too long ago", "Login tog for lang tid. Prøv forfra."),
    (
        "no group of this person has a role here",
        "Du har ingen rolle i Referent. Bed en administrator om den.",
    ),
    ("a person needs a name", "Skriv personens navn."),
    ("somebody has this address already", "Der er allerede en person med den adresse."),
    ("no such person", "Personen findes ikke."),
    ("this person cannot sign in any more", "Personen er taget ud. Tag personen ind igen først."),
    (r"this person signs in at the identity provider .*", "Personen logger ind med kommunens login."),
    ("the last administrator cannot be taken away", "Der skal være mindst én administrator."),
    (r"a key expires within (\d+) days", "En API-nøgle skal udløbe inden for {0} dage."),
    ("a key needs a scope", "Vælg, hvad API-nøglen må bruges til."),
    ("no such key", "API-nøglen findes ikke eller er allerede trukket tilbage."),
    ("a value holds what no database can keep", "Teksten har tegn, som ikke kan gemmes."),
    ("the idempotency key was used for another request", "Nøglen er brugt til en anden forespørgsel."),
    ("the rate limit is used up", "Der har været for mange forsøg. Vent lidt, og prøv igen."),
    # corrections
    (r"utterance (\d+) belongs to no item .*", "Ytring {0} kan ikke lægges under et punkt."),
    (r"utterance (\d+) is not in the transcript", "Ytring {0} findes ikke i udskriften."),
    (r"item (.+) is not on the agenda", "Punktet {0} står ikke på dagsordenen."),
    ("the item starts there already", "Punktet begynder allerede der."),
    ("this would take talk out of a closed item", "Det ville flytte tale ud af et lukket punkt."),
    ("an utterance belongs to closed talk", "En af ytringerne hører til et lukket punkt."),
    ("part of this meeting was held behind closed doors", "En del af mødet var for lukkede døre."),
    (r"the instruction is longer than (\d+) characters", "Skriv ønsket med højst {0} tegn."),
    (
        "the drafter 'formula' cannot follow this instruction",
        "Her kan man bede om »kortere«, »længere« eller »kun beslutningen«. Ret ellers selv teksten.",
    ),
    (r"this is no name of at most (\d+) characters", "Skriv et navn på højst {0} tegn."),
    ("the two names are the same", "De to navne er ens."),
    ("the old name stands nowhere", "Navnet findes ikke i udskriften eller i åbne tekster."),
    ("nobody has this label", "Ingen taler under den betegnelse."),
    (r"a speaker's label has 1 to (\d+) characters", "Skriv et navn eller en titel på højst {0} tegn."),
    ("one of a label and utterances is needed", "Angiv enten en taler eller en række ytringer."),
    ("somebody is not among the participants", "En af personerne står ikke på deltagerlisten."),
    ("somebody is named twice", "En person er nævnt to gange."),
    (
        r"the cited utterances do not hold (.+)",
        "De valgte ytringer siger ikke {0}. Vælg andre, eller begrund.",
    ),
    ("a vote needs numbers", "Skriv, hvor mange der stemte hvad."),
    ("somebody votes twice", "En person stemmer to gange."),
    ("there are more names than votes", "Der er flere navne end stemmer."),
    ("the number is not that of the persons named", "Antallet passer ikke med de nævnte personer."),
    (r"a voter's name has 1 to (\d+) characters", "Et navn har højst {0} tegn."),
    ("the minutes are approved", "Referatet er godkendt. Genåbn et punkt for at rette."),
    # what is said of a document, a recording or a job
    (r"Tracked changes were read as accepted \((\d+) .*", "Sporede ændringer er læst som godtaget ({0})."),
    (r"Comments were not read \((\d+) .*", "Kommentarer er ikke læst ({0})."),
    ("Footnotes were not read.", "Fodnoter er ikke læst."),
    (
        "Few words of the agenda were heard: .*",
        "Der er hørt få af dagsordenens ord. Hører optagelsen og dagsordenen til det samme møde?",
    ),
    (
        r"(\d+) seconds are missing from the recording file: .*",
        "Der mangler {0} sekunder i optagelsens fil. Find en ubeskadiget kopi, hvis der er en.",
    ),
    (
        "the worker stopped several times while it worked on this meeting",
        "Maskinen gik ned flere gange under arbejdet med mødet. Prøv igen, eller kontakt driften.",
    ),
    (
        r"Referent failed unexpectedly \(.*\)",
        "Der skete en fejl under arbejdet. Prøv igen, eller kontakt driften.",
    ),
    # publication
    ("there is no such finding", "Anmærkningen findes ikke længere. Hent listen igen."),
    ("only approved minutes that are not published yet .*", "Godkend referatet, før det offentliggøres."),
    (
        r"(\d+) findings of personal data are not answered",
        "{0} mulige personoplysninger skal rettes eller begrundes før offentliggørelsen.",
    ),
    (
        "the reason is public and looks .*",
        "Begrundelsen bliver offentlig. Skriv den uden personoplysninger.",
    ),
    ("nothing of the meeting is public", "Mødets referat er ikke offentligt."),
    (
        r"the wording is longer than (\d+) characters",
        "Skriv højst {0} tegn om det lukkede punkt.",
    ),
    (
        "the wording was changed since it was read",
        "Ordlyden er ændret i mellemtiden. Læs den igen, og godkend så den.",
    ),
    ("only a closed item has a public wording", "Kun et lukket punkt har en offentlig ordlyd."),
    # webhooks
    ("the webhook's address cannot be read", "Adressen kan ikke læses. Skriv den som https://…"),
    ("the webhook's address is none of http or https", "Adressen skal begynde med https:// eller http://."),
    (
        "the webhook's address holds a password or a fragment",
        "Adressen må hverken indeholde en adgangskode eller #. Beskeder underskrives i stedet.",
    ),
    (
        "the webhook's address lies inside the house",
        "Adressen ligger på husets eget net. Værtsnavnet skal nævnes i indstillingen webhook_allowed_hosts.",
    ),
    (r"there are (\d+) webhooks already", "Der er allerede {0} webhooks. Slet en først."),
    ("there is no such webhook", "Webhooken findes ikke eller er slettet."),
    ("there is no such dead message", "Der er ingen opgivet besked med det id. Hent listen igen."),
    # the intranet
    ("no API key that holds was sent", "Send en gyldig API-nøgle i Api-Key eller Authorization."),
    ("the key is not for this body", "API-nøglen gælder ikke dette udvalg eller forum."),
    ("nothing is published under this address", "Der er ikke offentliggjort noget på denne adresse."),
    ("the query has more than .*", "Søg efter færre ord."),
    (r"the filter '(.*)' cannot be read", "Filteret »{0}« kan ikke læses."),
    (r"minutes cannot be sorted by '(.*)'", "Der kan ikke sorteres efter »{0}«."),
    (r"there is no field '(.*)'", "Der er ikke noget felt »{0}«."),
    (r"'(.*)' is not a moment with a zone", "»{0}« er ikke et tidspunkt med tidszone."),
    (r"you may not .* here", "Din rolle giver ikke adgang til det her. Bed en administrator om den."),
)

GONE_TITLE = "Referatet er trukket tilbage"
GONE = "Referatet har været offentliggjort, men er trukket tilbage."


def sentence(kind: str, what: str) -> str:
    """The Danish sentence for an error of this kind whose English cause is `what`."""
    for pattern, danish in SENTENCES:
        if found := re.fullmatch(pattern, what, re.DOTALL):
            return danish.format(*found.groups())
    return FALLBACKS[kind]
