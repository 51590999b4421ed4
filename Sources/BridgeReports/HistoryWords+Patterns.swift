import BridgeDomain

/// The sentences that our own rooms write into the history, and those of our connectors that stand in it and beside calls.
extension HistoryWords {
    static let patterns: [Pattern] = [
        // Webhooks and codes
        Pattern("the receiver says that it is gone (410)", "de ontvanger zegt dat hij er niet meer is (410)"),
        Pattern("every attempt failed for three days", "drie dagen lang mislukte elke poging"),
        Pattern("its secret cannot be opened: make another", "het geheim is niet te openen: maak een nieuw"),
        Pattern("its address cannot be read", "het adres is niet te lezen"), Pattern("stopped by {who}", "gestopt door {}"),
        Pattern("with a code", "met een code"),
        Pattern("no connection: {quoted}", "geen verbinding: {}"), Pattern("no safe connection: {quoted}", "geen veilige verbinding: {}"),
        Pattern("no answer in time", "geen antwoord op tijd"),
        Pattern("the connection broke: {quoted}", "de verbinding werd verbroken: {}"),
        Pattern("the answer was cut short", "het antwoord hield te vroeg op"),
        Pattern("the answer was too long", "het antwoord was te lang"),
        Pattern("the service was stopping", "de service was aan het stoppen"),
        Pattern("{}: {opens} for every bridge", "{}: {} voor elke brug"),
        Pattern("{}: {opens} for the bridges {}", "{}: {} voor de bruggen {}"),
        Pattern("{} recovery codes left", "nog {} herstelcodes over"),
        // Documents
        Pattern("version {} takes the place of version {}", "versie {} neemt de plaats in van versie {}"),
        Pattern("version {}, id {}", "versie {}, kenmerk {}"),
        Pattern("with mapping version {}", "met versie {} van de regels"),
        Pattern("may go to the books", "mag naar de boeken"),
        Pattern("the document amounts to nothing", "het document komt op niets uit"),
        Pattern("approval", "wacht op goedkeuring", en: "waits for approval"),
        Pattern("schedule", "wacht op de volgende overdracht", en: "waits for the next run"),
        Pattern("person", "door iemand vastgehouden", en: "held by a person"),
        Pattern("period:{}", "periode {} is afgesloten", en: "period {} is closed"),
        Pattern("party:{}", "wacht op {}", en: "waits for {}"), Pattern("original:{}", "wacht op {}", en: "waits for {}"),
        Pattern("attempt {}, one of {} together: {+}", "poging {}, een van {} tegelijk: {+}"),
        Pattern("attempt {}: {+}", "poging {}: {+}"), Pattern("attempt {}", "poging {}"),
        Pattern("the settings say so", "zo staat het in de instellingen"),
        Pattern("{} wait: going together would save no calls", "er wachten er {}: samen gaan spaart geen oproepen"),
        Pattern(
            "at least {} wait, and {} calls are left of this minute",
            "er wachten er ten minste {}, en deze minuut zijn nog {} oproepen over"),
        Pattern(
            "at least {} wait, and {} calls are left of today", "er wachten er ten minste {}, en vandaag zijn nog {} oproepen over"),
        Pattern(
            "{} wait, and enough calls are left: {} of this minute, {} of today",
            "er wachten er {}, en er zijn genoeg oproepen over: {} deze minuut, {} vandaag"),
        Pattern("number {}; the books warn: {quoted}", "nummer {}; de boekhouding waarschuwt: {}"), Pattern("number {}", "nummer {}"),
        Pattern("the process stopped while the call was under way", "het programma stopte terwijl de oproep onderweg was"),
        Pattern(
            "found {} entry under our reference that differ from ours", "{} boeking onder ons kenmerk gevonden die anders is dan de onze"),
        Pattern(
            "found {} entries under our reference that differ from ours",
            "{} boekingen onder ons kenmerk gevonden die anders zijn dan de onze"),
        Pattern("an entry that is not ours stands under our reference", "onder ons kenmerk staat een boeking die niet van ons is"),
        Pattern("found in the books as {}", "in de boeken gevonden als {}"),
        Pattern("the stranger's entry is gone: judged anew", "de vreemde boeking is weg: opnieuw beoordeeld"),
        Pattern(
            "nothing under our reference after the settling time: may be sent again",
            "na de wachttijd staat er niets onder ons kenmerk: mag opnieuw worden verstuurd"),
        Pattern("nothing under our reference after the settling time", "na de wachttijd staat er niets onder ons kenmerk"),
        Pattern("withdrawn in the source; {+}", "ingetrokken in het bronsysteem; {+}"),
        Pattern("withdrawn in the source", "ingetrokken in het bronsysteem"),
        Pattern("corrected in the source: judged anew; {+}", "gecorrigeerd in het bronsysteem: opnieuw beoordeeld; {+}"),
        Pattern("the books hold what was meant", "in de boeken staat wat bedoeld was"),
        Pattern("by a person", "door iemand"),
        Pattern(
            "the books are asked again what stands under our reference", "de boekhouding wordt opnieuw gevraagd wat onder ons kenmerk staat"
        ),
        Pattern("{} arrived", "{} is aangekomen"),
        Pattern("{} by payment {}; {} remains open", "{} met betaling {}; {} blijft open"),
        Pattern("{} together, {}, seal {}, {asked}", "{} tegelijk, {}, zegel {}, {}"),
        Pattern("job {}: retry {} documents, seal {}, {asked}", "taak {}: {} documenten opnieuw proberen, zegel {}, {}"),
        Pattern("job {}: approve {} documents, seal {}, {asked}", "taak {}: {} documenten goedkeuren, zegel {}, {}"),
        Pattern("job {}: hold {} documents, seal {}, {asked}", "taak {}: {} documenten vasthouden, zegel {}, {}"),
        Pattern("job {}: withdraw {} documents, seal {}, {asked}", "taak {}: {} documenten intrekken, zegel {}, {}"),
        Pattern(
            "job {}: {} done, {} left alone, {} not reached", "taak {}: {} gedaan, {} ongemoeid gelaten, {} niet aan toegekomen"),
        Pattern("job {} at {} of {}", "taak {}, bij {} van {}"),
        Pattern("not sent: posting was broken off before it", "niet verzonden: het boeken brak daarvoor af"),
        Pattern("not sent with the others", "niet met de andere verzonden"),
        Pattern("the connector gave no answer at all", "de koppeling gaf helemaal geen antwoord"),
        Pattern("the connector said nothing of an upload", "de koppeling zei niets van een verzending"),
        // Parties
        Pattern("entry {} of ours stands on it now", "boeking {} van ons staat er nu op"),
        Pattern(
            "the party's data cannot be used, so its number is not known",
            "de gegevens van de relatie zijn niet te gebruiken, dus haar nummer is niet bekend"),
        Pattern("a document needs it in the books", "een document heeft haar nodig in de boeken"),
        Pattern("the policy of the bridge makes no relations", "deze brug maakt geen relaties aan"),
        Pattern(
            "relation {} is gone from the books, perhaps merged: {+}",
            "relatie {} staat niet meer in de boeken, misschien samengevoegd: {+}"),
        Pattern("relation {} is gone from the books", "relatie {} staat niet meer in de boeken"),
        Pattern("relation {} is blocked in the books", "relatie {} is geblokkeerd in de boeken"),
        Pattern("relation {}: {+}", "relatie {}: {+}"), Pattern("relation {}", "relatie {}"),
        Pattern(
            "no relation under that number after the settling time: may be made again",
            "na de wachttijd is er geen relatie met dat nummer: mag opnieuw worden gemaakt"),
        Pattern("the lost answer was to an update: it is done again", "het verloren antwoord ging over een wijziging: die wordt herhaald"),
        Pattern("the block in the books was lifted", "de blokkade in de boeken is opgeheven"),
        Pattern("nothing differs", "niets wijkt af"), Pattern("{} fields differ", "{} velden wijken af"),
        Pattern("{} is now {}", "{} is nu {}"),
        Pattern("{field}: ours '{}', theirs '{}'", "{}: bij ons '{}', bij hen '{}'"),
        Pattern("{}: same VAT number {}", "{}: zelfde btw-nummer {}"), Pattern("same VAT number {}", "zelfde btw-nummer {}"),
        Pattern("{}: same chamber of commerce number", "{}: zelfde KvK-nummer"),
        Pattern("same chamber of commerce number", "zelfde KvK-nummer"),
        Pattern("{}: same number {}, linked to another party", "{}: zelfde nummer {}, gekoppeld aan een andere relatie"),
        Pattern("same number {}, linked to another party", "zelfde nummer {}, gekoppeld aan een andere relatie"),
        Pattern("{}: same number {}, other name", "{}: zelfde nummer {}, andere naam"),
        Pattern("same number {}, other name", "zelfde nummer {}, andere naam"),
        Pattern("{}: same number {}", "{}: zelfde nummer {}"), Pattern("same number {}", "zelfde nummer {}"),
        // Payments, files, runs, connection
        Pattern("{} is no longer in the books", "{} staat niet meer in de boeken"),
        Pattern("notice {}: {settlement} of {}", "melding {}: {} van {}"), Pattern("notice {}: {answer}", "melding {}: {}"),
        Pattern("notice {}", "melding {}"),
        Pattern("{} documents, seal {}", "{} documenten, zegel {}"),
        Pattern("{} booked, {} stopped, seal {}", "{} geboekt, {} blijven staan, zegel {}"),
        Pattern("documents that have arrived", "documenten die binnen zijn"),
        Pattern("documents dated up to {}, of period {}", "documenten met datum tot en met {}, van periode {}"),
        Pattern("documents dated up to {}", "documenten met datum tot en met {}"),
        Pattern("documents of period {}", "documenten van periode {}"),
        Pattern("{} accounts, {} VAT codes", "{} grootboekrekeningen, {} btw-codes"),
        Pattern("entries booked from now on are compared", "wat vanaf nu geboekt wordt, wordt vergeleken"),
        Pattern("what is settled from {} on is read", "wat vanaf {} is afgeletterd, wordt gelezen"),
        Pattern(
            "the source no longer keeps what lies after the cursor of {stream}",
            "het bronsysteem bewaart niet meer wat na de plaats van {} ligt"),
        Pattern("{} records, {} documents, {} faults", "{} regels, {} documenten, {} fouten"),
        Pattern("{}: no consent was given yet: {}", "{}: er is nog geen toestemming: {}"),
        Pattern("{}: the consent ran out on {}: {}", "{}: de toestemming is verlopen op {}: {}"),
        Pattern("{}: no consent was given yet", "{}: er is nog geen toestemming gegeven"),
        Pattern("{}: the consent ran out on {}", "{}: de toestemming is verlopen op {}"),
        Pattern(
            "{}: the consent runs out on {} unless the connection is used: start the service, or give consent again",
            "{}: de toestemming verloopt op {} als de verbinding niet wordt gebruikt: start de service, of geef opnieuw toestemming"),
        Pattern(
            "{}: the consent runs out on {} unless the connection is used: start the service, or give consent again with {}",
            "{}: de toestemming verloopt op {} als de verbinding niet wordt gebruikt: start de service, of geef opnieuw toestemming met {}"),
        // People and rules
        Pattern("version {}: {}", "versie {}: {}"), Pattern("version {}", "versie {}"), Pattern("from {}", "vanaf {}"),
        Pattern("viewer", "kijker"), Pattern("bookkeeper", "boekhouder"), Pattern("administrator", "beheerder"),
        Pattern("nl", "Nederlands"), Pattern("en", "Engels"),
    ]

    /// What connectors say of a call that failed: it stands beside the call and in the history of what the call was for.
    static let connectors: [Pattern] = [
        Pattern(
            "The entry does not fit the set-up of the division; nothing was sent",
            "De boeking past niet bij de inrichting van de divisie; er is niets verzonden"),
        Pattern("A row of {} lacks what every row has: report this", "In een regel van {} ontbreekt wat elke regel heeft: meld dit"),
        Pattern(
            "A row of {} lacks what every row has: run the connection check",
            "In een regel van {} ontbreekt wat elke regel heeft: probeer de verbinding"),
        Pattern(
            "A row of {} lacks what every row has, or holds an amount that can be read in two ways",
            "In een regel van {} ontbreekt wat elke regel heeft, of staat een bedrag dat op twee manieren te lezen is"),
        Pattern(
            "{} accepted a document without saying which: look it up by its entry",
            "{} nam een bestand aan zonder te zeggen welk: het wordt bij de boeking opgezocht"),
        Pattern(
            "{} accepted an entry without saying which: look it up by its reference",
            "{} nam een boeking aan zonder te zeggen welke: zij wordt op haar kenmerk opgezocht"),
        Pattern(
            "{} accepted a relation without saying which: look it up by its number",
            "{} nam een relatie aan zonder te zeggen welke: zij wordt op haar nummer opgezocht"),
        Pattern("an uploaded entry has no verdict: report this", "een verzonden boeking kreeg geen uitslag: meld dit"),
        Pattern("{} took an upload without saying what became of it", "{} nam een verzending aan zonder te zeggen wat ervan werd"),
        Pattern(
            "{} took an upload of relations without saying what became of it",
            "{} nam een verzending van relaties aan zonder te zeggen wat ervan werd"),
        Pattern(
            "The token store cannot be read, so the session cannot be renewed: mend the store",
            "De bewaarde sleutels zijn niet te lezen, dus de sessie is niet te vernieuwen: herstel de opslag"),
        Pattern("{} allows no token call now", "{} staat nu geen vernieuwing van de sleutel toe"),
        Pattern("The session could not be renewed: {quoted}", "De sessie kon niet worden vernieuwd: {}"),
        Pattern("{} gives no new session yet: next attempt at {}", "{} geeft nog geen nieuwe sessie: volgende poging op {}"),
        Pattern("{} is down for maintenance; the next attempt is at {}", "{} is in onderhoud; de volgende poging is op {}"),
        Pattern(
            "{} refuses a new session on {}: check the rights of its user",
            "{} weigert een nieuwe sessie op {}: kijk de rechten van de gebruiker na"),
        Pattern("{} gives more than {} pages: narrow what is asked", "{} geeft meer dan {} bladzijden: vraag minder tegelijk"),
        Pattern("{} gives more than {} rows: narrow what is asked", "{} geeft meer dan {} regels: vraag minder tegelijk"),
        Pattern("{} could not be reached ({quoted}); nothing was sent", "{} was niet bereikbaar ({}); er is niets verzonden"),
        Pattern("Exact Online refused what was sent to {}", "Exact Online weigerde wat naar {} werd gestuurd"),
        Pattern("AFAS Profit refused what was sent to {}", "AFAS Profit weigerde wat naar {} werd gestuurd"),
        Pattern("Exact Online gave no usable answer on {}: {quoted}", "Exact Online gaf geen bruikbaar antwoord op {}: {}"),
        Pattern("AFAS Profit gave no verdict on {}", "AFAS Profit gaf geen uitslag op {}"),
        Pattern(
            "The first part of a split entry is not known: look it up by its reference",
            "Het eerste deel van een gesplitste boeking is niet bekend: het wordt op zijn kenmerk opgezocht"),
        Pattern(
            "The entry has more lines than one call carries; nothing was sent",
            "De boeking heeft meer regels dan in één oproep gaan; er is niets verzonden"),
        Pattern(
            "The entry has more lines than may be split; nothing was sent",
            "De boeking heeft meer regels dan gesplitst mogen worden; er is niets verzonden"),
        Pattern(
            "The party does not fit the set-up of the environment; nothing was sent",
            "De relatie past niet bij de inrichting van de omgeving; er is niets verzonden"),
        Pattern("The answer of {} has no rows: report this", "In het antwoord van {} staan geen regels: meld dit"),
        Pattern(
            "{} forbids this machine's address: add it to the App Connector's addresses",
            "{} laat het adres van deze computer niet toe: voeg het toe bij de App Connector"),
        Pattern("{} finds the message to {} too large", "{} vindt het bericht aan {} te groot"),
        Pattern("AFAS Profit refused to read {}", "AFAS Profit weigerde {} te lezen"),
        Pattern(
            "King's number ranges are not read yet; nothing was sent",
            "De nummerreeksen van King zijn nog niet gelezen; er is niets verzonden"),
        Pattern("King's number ranges are not read yet", "De nummerreeksen van King zijn nog niet gelezen"),
        Pattern("{} does not understand {}: report this", "{} begrijpt {} niet: meld dit"),
        Pattern("{} ended our session; nothing was done", "{} beëindigde onze sessie; er is niets gedaan"),
        Pattern("{} is busy with another call for this administration", "{} is bezig met een andere oproep voor deze administratie"),
        Pattern("{} does not accept the form of {}: report this", "{} neemt de vorm van {} niet aan: meld dit"),
        Pattern("{} refused to read ({}): run the connection check", "{} weigerde te lezen ({}): probeer de verbinding"),
        Pattern("{} refuses this machine (status {}): have it let in", "{} weigert deze computer (status {}): laat hem toelaten"),
        Pattern("There is no {} at this address: check url and path", "Op dit adres is geen {}: kijk url en path na"),
        Pattern("{} does not take our message (status {})", "{} neemt ons bericht niet aan (status {})"),
        Pattern("{} allows no more calls now", "{} staat nu geen oproepen meer toe"),
        Pattern("{} lets us in without a session: check address and profile", "{} laat ons binnen zonder sessie: kijk adres en profiel na"),
        Pattern("KING Finance refused {}", "KING Finance weigerde {}"),
        Pattern(
            "King's web services could not be reached: nothing was sent",
            "De webservices van King waren niet bereikbaar: er is niets verzonden"),
        Pattern(
            "the process stood still before a call to King: nothing was sent",
            "het programma stond stil voor een oproep aan King: er is niets verzonden"),
        Pattern(
            "the process stood still before the call, until {}: nothing was sent",
            "het programma stond stil voor de oproep, tot {}: er is niets verzonden"),
        Pattern("King's web services: {+}; the batch goes on from there", "Webservices van King: {+}; de partij gaat van daar verder"),
        Pattern("King's web services: {+}", "Webservices van King: {+}"),
        Pattern(
            "somebody took our batch away in King: it is put in again",
            "iemand haalde onze partij in King weg: zij wordt opnieuw aangeboden"),
        Pattern("the entry names codes the books do not have", "de boeking noemt codes die de boekhouding niet heeft"),
        Pattern("another process went on with batch {}", "een ander proces ging verder met partij {}"),
        Pattern(
            "the journal has no entry {}, which is in a batch for King",
            "het journaal heeft geen boeking {}, die in een partij voor King zit"),
        Pattern("no answer on {}", "geen antwoord op {}"),
        Pattern("no usable answer on {} (status {})", "geen bruikbaar antwoord op {} (status {})"),
        Pattern("an answer without a key", "een antwoord zonder sleutel"),
        Pattern("a call before a restart", "een oproep van voor een herstart"),
        Pattern(
            "King does not let us in: check access code and administration",
            "King laat ons niet binnen: kijk toegangscode en administratie na"),
        Pattern("the debtor does not fit King's form", "de debiteur past niet in de vorm van King"),
        Pattern("the entry does not fit King's form", "de boeking past niet in de vorm van King"),
        Pattern(
            "Another process is renewing the session: open a new consent link in a minute",
            "Een ander proces vernieuwt de sessie: open over een minuut een nieuwe toestemmingslink"),
        Pattern("Another process is renewing the session: waiting for it", "Een ander proces vernieuwt de sessie: daar wordt op gewacht"),
        Pattern(
            "Exact Online allows no token call now: open a new link later",
            "Exact Online staat nu geen vernieuwing van de sleutel toe: open later een nieuwe link"),
        Pattern(
            "The tokens could not be stored: mend the token store and open a new consent link",
            "De sleutels konden niet worden bewaard: herstel de opslag en open een nieuwe toestemmingslink"),
        Pattern(
            "New tokens are held in memory because the token store refuses them: mend the store before stopping the service",
            "Nieuwe sleutels staan alleen in het geheugen, want de opslag weigert ze: herstel de opslag voordat de service stopt"),
        Pattern(
            "No answer to the exchange of the code ({quoted}): open a new consent link",
            "Geen antwoord op het inwisselen van de code ({}): open een nieuwe toestemmingslink"),
        Pattern(
            "Exact Online gives no new session before {}: waiting for it",
            "Exact Online geeft geen nieuwe sessie voor {}: daar wordt op gewacht"),
        Pattern(
            "Exact Online refused a session of less than ten minutes old; a new one is given from {}",
            "Exact Online weigerde een sessie van nog geen tien minuten oud; een nieuwe komt er vanaf {}"),
        Pattern("Exact Online allows no more calls on {} now", "Exact Online staat nu geen oproepen meer toe op {}"),
        Pattern(
            "The entry was linked to another document ({}) meanwhile; the file stands in a document of its own with the same party and {}",
            "De boeking werd intussen aan een ander document ({}) gekoppeld; het bestand staat in een document van "
                + "zichzelf met dezelfde relatie en {}"),
        Pattern(
            "The entry is no longer in Exact Online, so its file cannot be attached",
            "De boeking staat niet meer in Exact Online, dus haar bestand kan er niet bij"),
        Pattern(
            "The linked relation is no longer in AFAS Profit, or the App Connector's user may not see it",
            "De gekoppelde relatie staat niet meer in AFAS Profit, of de gebruiker van de App Connector mag haar niet zien"),
        Pattern("The linked relation is no longer in {}", "De gekoppelde relatie staat niet meer in {}"),
        Pattern(
            "Exact Online refused a whole upload; nothing was booked, and entries go one by one for a while",
            "Exact Online weigerde een hele verzending; er is niets geboekt, en boekingen gaan een tijd één voor één"),
        Pattern(
            "Exact Online refused a whole upload of relations; nothing was made, and they go one by one for a while",
            "Exact Online weigerde een hele verzending van relaties; er is niets gemaakt, en zij gaan een tijd één voor één"),
        Pattern(
            "Exact Online took an upload; what it is called there could not be read: {+}",
            "Exact Online nam een verzending aan; hoe zij daar heet was niet te lezen: {}"),
        Pattern("Exact Online refused an entry of an upload", "Exact Online weigerde een boeking van een verzending"),
        Pattern("Exact Online refused a relation of an upload", "Exact Online weigerde een relatie van een verzending"),
        Pattern("{} is down for maintenance; nothing was done", "{} is in onderhoud; er is niets gedaan"),
        Pattern(
            "AFAS Profit is busy in the same place; nothing was done{}",
            "AFAS Profit is op dezelfde plaats bezig; er is niets gedaan{}"),
        Pattern(
            "The entry does not fit the set-up of the administration; nothing was sent",
            "De boeking past niet bij de inrichting van de administratie; er is niets verzonden"),
        Pattern(
            "The first entry in these books is not read back yet: nothing else is sent before",
            "De eerste boeking in deze boekhouding is nog niet teruggelezen: eerder wordt niets anders verzonden"),
        Pattern(
            "King has a relation with this search key; nothing was sent",
            "King heeft al een relatie met deze zoeksleutel; er is niets verzonden"),
        Pattern("The period is closed in King; nothing was sent", "De periode is in King gesloten; er is niets verzonden"),
        Pattern("somebody closed its batch in King", "iemand sloot haar partij in King"),
        Pattern("King refused what was sent", "King weigerde wat werd verzonden"),
        Pattern("it was given back in part", "zij kwam in delen terug"),
        Pattern("another process is at work on {} {}", "een ander proces is bezig met {} {}"),
        Pattern("the call budget of {} is spent until {}", "de oproepen van {} zijn op tot {}"),
        Pattern("postings wait for calls of the budget until {}", "boekingen wachten op oproepen tot {}"),
    ]

    /// Sentences of one act that would fit what others write.
    static let byAct: [String: [Pattern]] = {
        let proposal = [Pattern("version {} of {}: {}", "versie {} van {}: {}"), Pattern("version {} of {}", "versie {} van {}")]
        let saved = [
            Pattern("version {}: {} (approved by {})", "versie {}: {} (goedgekeurd door {})"),
            Pattern("version {}: (approved by {})", "versie {}: (goedgekeurd door {})"),
        ]
        let file = [
            Pattern("{}, {} bytes, SHA-256 {}: {+}", "{}, {} bytes, SHA-256 {}: {+}"), Pattern("{}, {} bytes: {+}", "{}, {} bytes: {+}"),
        ]
        let tested = [Pattern("nothing found", "niets gevonden"), Pattern("{} found", "{} gevonden")]
        let replayed = [Pattern("message {}", "bericht {}"), Pattern("{} messages of {} to {}", "{} berichten van {} tot {}")]
        let found = [
            (
                "the books are kept in {}, the bridge counts in {}: choose the right administration, or correct the bridge's currency",
                "de boekhouding wordt gevoerd in {}, de brug rekent in {}: kies de juiste administratie, of zet currency van de brug goed"
            ),
            (
                "the administration follows the law of {}, the bridge that of {}: VAT would be booked wrongly; choose the right "
                    + "administration, or correct the bridge's country",
                "de administratie volgt de wetgeving van {}, de brug die van {}: btw zou verkeerd worden geboekt; kies de juiste "
                    + "administratie, of zet country van de brug goed"
            ),
            (
                "{+} of the rules does not exist in the books (any more): what needs it is parked; make it or change the rules",
                "{+} uit de regels bestaat niet (meer) in de boekhouding: wat hem nodig heeft wordt geparkeerd; maak hem aan of pas de "
                    + "regels aan"
            ),
            (
                "{+} is blocked in the books: what needs it is parked; lift the block or change the rules",
                "{+} is geblokkeerd in de boekhouding: wat hem nodig heeft wordt geparkeerd; hef de blokkade op of pas de regels aan"
            ),
            (
                "the books have no period that holds {}: make the financial year",
                "de boekhouding heeft geen periode waarin {} valt: maak het boekjaar aan"
            ),
            (
                "period {} is closed for daybook {}: what is dated today waits; open the period",
                "periode {} is gesloten voor dagboek {}: wat van vandaag is wacht; open de periode"
            ),
        ]
        // Several findings stand behind one another, with how many more there are at the end.
        let setup =
            found.map { Pattern("\($0.0); {+}", "\($0.1); {+}") } + found.map { Pattern($0.0, $0.1) } + [
                Pattern("and {} more", "en nog {}"),
                Pattern("account {}", "rekening {}"), Pattern("VAT code {}", "btw-code {}"), Pattern("daybook {}", "dagboek {}"),
                Pattern("payment condition {}", "betalingsconditie {}"), Pattern("cost centre {}", "kostenplaats {}"),
                Pattern("cost unit {}", "kostendrager {}"),
            ]
        return [
            "approved": proposal, "proposal_withdrawn": proposal, "proposal_refused": proposal, "saved": saved, "attached": file,
            "attachment_refused": file, "attachment_retried": file, "setup_found": setup, "setup_mended": setup, "tested": tested,
            "webhook_replayed": replayed, "revoked": [Pattern("{}: ended with {}", "{}: beëindigd met {}")],
        ]
    }()
}
