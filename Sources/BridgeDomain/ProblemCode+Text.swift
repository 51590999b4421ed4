extension ProblemCode {
    /// What it says to people and what they can do, in Dutch and English.
    public var text: ProblemText {
        switch self {
        case .malformed:
            ProblemText(
                what: ("Gegevens zijn niet leesbaar", "The data cannot be read"),
                remedy: ("Laat het bronsysteem het document opnieuw aanleveren", "Have the source deliver the document again"))
        case .fieldMissing:
            ProblemText(
                what: ("Verplicht veld ontbreekt", "A mandatory field is missing"),
                remedy: (
                    "Vul het veld aan in het bronsysteem en keur het document opnieuw goed",
                    "Complete the field in the source and approve the document again"
                ))
        case .fieldUnknown:
            ProblemText(
                what: ("Veld bestaat niet", "There is no such field"),
                remedy: (
                    "Kijk in de beschrijving van het formaat hoe het veld heet, of laat het weg",
                    "Look up the field's name in the description of the format, or leave it out"
                ))
        case .amountDecimals:
            ProblemText(
                what: ("Bedrag heeft meer decimalen dan de munt toelaat", "The amount has more decimals than its currency allows"),
                remedy: (
                    "Corrigeer het bedrag in het bronsysteem; er wordt niet afgerond",
                    "Correct the amount in the source; nothing is rounded here"
                ))
        case .valueUnknown:
            ProblemText(
                what: ("Waarde is onbekend", "The value is not known"),
                remedy: (
                    "Corrigeer de waarde in het bronsysteem of breid de instellingen uit",
                    "Correct the value in the source or extend the settings"
                ))
        case .lineNetMismatch:
            ProblemText(
                what: ("Regelbedrag wijkt af van aantal × prijs − korting", "The line's amount differs from quantity × price − discount"),
                remedy: (
                    "Controleer prijs en korting; het gedrukte bedrag wordt geboekt",
                    "Check price and discount; the printed amount is posted"
                ))
        case .netMismatch:
            ProblemText(
                what: ("Som van de regels is niet gelijk aan het netto totaal", "The lines do not add up to the net total"),
                remedy: (
                    "Herstel het document in het bronsysteem; er wordt niets gecorrigeerd",
                    "Repair the document in the source; nothing is corrected here"
                ))
        case .vatMismatch:
            ProblemText(
                what: ("Som van de btw-specificatie is niet gelijk aan het btw-totaal", "The VAT summary does not add up to the VAT total"),
                remedy: ("Herstel het document in het bronsysteem", "Repair the document in the source"))
        case .grossMismatch:
            ProblemText(
                what: ("Netto plus btw is niet gelijk aan het bruto totaal", "Net plus VAT is not the gross total"),
                remedy: ("Herstel het document in het bronsysteem", "Repair the document in the source"))
        case .vatBaseMismatch:
            ProblemText(
                what: (
                    "Grondslag in de btw-specificatie past niet bij de regels", "The base in the VAT summary does not agree with the lines"
                ),
                remedy: ("Herstel het document in het bronsysteem", "Repair the document in the source"))
        case .vatOutsideTolerance:
            ProblemText(
                what: (
                    "Gedrukte btw wijkt meer dan de tolerantie af van de formule",
                    "The printed VAT differs from the formula by more than the tolerance"
                ),
                remedy: ("Controleer het document; de gedrukte btw wordt geboekt", "Check the document; the printed VAT is posted"))
        case .vatCodeUnknown:
            ProblemText(
                what: ("Btw-code is onbekend", "The VAT code is not known"),
                remedy: ("Voeg de code toe aan de mapping of corrigeer het document", "Add the code to the mapping or correct the document")
            )
        case .vatRateNotValid:
            ProblemText(
                what: ("Btw-tarief geldt niet op de leverdatum", "The VAT rate is not valid on the supply date"),
                remedy: ("Controleer leverdatum en tarief", "Check supply date and rate"))
        case .originalMissing:
            ProblemText(
                what: ("Creditnota verwijst niet naar een factuur", "The credit note does not point to an original"),
                remedy: ("Vul de oorspronkelijke factuur in op de creditnota", "Name the original invoice on the credit note"))
        case .originalUnknown:
            ProblemText(
                what: ("Oorspronkelijke factuur is niet bekend", "The original invoice is not known"),
                remedy: (
                    "Lever eerst de factuur aan, of bevestig dat zij van voor de koppeling is",
                    "Deliver the invoice first, or confirm that it predates the bridge"
                ))
        case .creditExceedsOriginal:
            ProblemText(
                what: ("Creditnota is hoger dan wat van de factuur over is", "The credit note exceeds what is left of its original"),
                remedy: ("Controleer eerdere creditnota's op dezelfde factuur", "Check earlier credit notes on the same invoice"))
        case .vatNumberMissing:
            ProblemText(
                what: ("Btw-nummer van de afnemer ontbreekt", "The customer's VAT number is missing"),
                remedy: ("Vul het btw-nummer aan bij de debiteur", "Complete the VAT number of the debtor"))
        case .vatNumberInvalid:
            ProblemText(
                what: ("Btw-nummer heeft geen geldige vorm", "The VAT number is not of a valid form"),
                remedy: ("Corrigeer het btw-nummer bij de relatie", "Correct the party's VAT number"))
        case .vatNumberOwnCountry:
            ProblemText(
                what: (
                    "Btw-nummer is van het eigen land bij een intracommunautaire levering",
                    "The VAT number is of the supplier's own country on an intra-EU supply"
                ),
                remedy: ("Controleer de btw-behandeling en het btw-nummer", "Check the VAT treatment and the VAT number"))
        case .deliveryNotAbroad:
            ProblemText(
                what: (
                    "Levering blijft in eigen land bij een nultarief voor het buitenland",
                    "The goods stay in the country although the treatment says they leave it"
                ),
                remedy: ("Controleer het afleverland en de btw-behandeling", "Check the country of delivery and the VAT treatment"))
        case .numberWithOtherContent:
            ProblemText(
                what: ("Nummer bestaat al met een andere inhoud", "The number already exists with other content"),
                remedy: (
                    "Vergelijk beide documenten; boek het verschil met een creditnota",
                    "Compare both documents; post the difference with a credit note"
                ))
        case .correctionAfterPosting:
            ProblemText(
                what: ("Correctie na boeking", "A correction arrived after posting"),
                remedy: ("Maak een creditnota en een nieuwe factuur", "Make a credit note and a new invoice"))
        case .partyUnknown:
            ProblemText(
                what: ("Relatie is niet bekend", "The party is not known"),
                remedy: ("Wacht tot de relatie is aangeleverd of maak haar aan", "Wait until the party is delivered, or create it"))
        case .partyBlocked:
            ProblemText(
                what: ("Relatie is geblokkeerd", "The party is blocked"),
                remedy: ("Deblokkeer de relatie of kies een andere", "Unblock the party or choose another"))
        case .partyIncomplete:
            ProblemText(
                what: ("Relatie mist gegevens die de boekhouding eist", "The party lacks data the books demand"),
                remedy: ("Vul de relatie aan in het bronsysteem", "Complete the party in the source"))
        case .partyMatchProposed:
            ProblemText(
                what: ("Relatie lijkt al te bestaan in de boekhouding", "The party seems to exist in the books already"),
                remedy: ("Bevestig de koppeling of laat een nieuwe relatie maken", "Confirm the link or have a new relation made"))
        case .partyCreationRefused:
            ProblemText(
                what: ("Relatie mag niet worden aangemaakt", "The party may not be created"),
                remedy: ("Maak de relatie in de boekhouding en koppel haar", "Create the relation in the books and link it"))
        case .currencyUnknown:
            ProblemText(
                what: ("Munt is onbekend", "The currency is not known"),
                remedy: ("Gebruik een munt van ISO 4217", "Use a currency of ISO 4217"))
        case .exchangeRateMissing:
            ProblemText(
                what: ("Wisselkoers ontbreekt of is niet groter dan nul", "The exchange rate is missing or not above zero"),
                remedy: ("Vul de koers in op het document", "Give the rate on the document"))
        case .dateOrder:
            ProblemText(
                what: ("Datums staan niet in een logische volgorde", "The dates are not in a sensible order"),
                remedy: ("Controleer factuur-, lever- en vervaldatum", "Check invoice, supply and due date"))
        case .negativeInvoice:
            ProblemText(
                what: ("Factuur is per saldo negatief", "The invoice is negative on balance"),
                remedy: (
                    "Maak er een creditnota van, of sta omzetting toe in de instellingen",
                    "Make it a credit note, or allow conversion in the settings"
                ))
        case .negativeCredit:
            ProblemText(
                what: ("Creditnota heeft een negatief totaal", "The credit note has a negative total"),
                remedy: (
                    "Een creditnota draagt positieve bedragen; corrigeer het document",
                    "A credit note carries positive amounts; correct the document"
                ))
        case .tooManyLines:
            ProblemText(
                what: ("Document heeft meer regels dan toegestaan", "The document has more lines than allowed"),
                remedy: ("Splits het document", "Split the document"))
        case .noLines:
            ProblemText(
                what: ("Document heeft geen regels", "The document has no lines"),
                remedy: ("Lever het document volledig aan", "Deliver the document completely"))
        case .beforeFirstDate:
            ProblemText(
                what: ("Factuurdatum ligt voor de eerste overdrachtsdatum", "The invoice date lies before the first date to export"),
                remedy: ("Boek met de hand, of vervroeg de eerste overdrachtsdatum", "Post by hand, or set an earlier first date"))
        case .periodClosed:
            ProblemText(
                what: ("Periode is afgesloten", "The period is closed"),
                remedy: (
                    "Open de periode, of kies boeken in de eerste open periode",
                    "Open the period, or choose posting in the first open period"
                ))
        case .periodUnknown:
            ProblemText(
                what: ("Periode bestaat niet in de boekhouding", "The period does not exist in the books"),
                remedy: ("Maak de periode aan in de boekhouding", "Create the period in the books"))
        case .depositBelowZero:
            ProblemText(
                what: ("Meer emballage retour dan uitstond", "More deposit returned than was outstanding"),
                remedy: ("Controleer het fustsaldo van de klant", "Check the customer's packaging balance"))
        case .accountUnmapped:
            ProblemText(
                what: ("Geen grootboekrekening voor deze regel", "No ledger account for this line"),
                remedy: ("Voeg een regel toe aan de mapping", "Add a rule to the mapping"))
        case .vatUnmapped:
            ProblemText(
                what: ("Geen btw-code voor deze regel", "No VAT code for this line"),
                remedy: ("Voeg een btw-regel toe aan de mapping", "Add a VAT rule to the mapping"))
        case .daybookUnmapped:
            ProblemText(
                what: ("Geen dagboek voor deze documentsoort", "No daybook for this kind of document"),
                remedy: ("Voeg een dagboekregel toe aan de mapping", "Add a daybook rule to the mapping"))
        case .collectiveAccountUnmapped:
            ProblemText(
                what: ("Geen verzamelrekening voor deze relatie", "No collective account for this party"),
                remedy: ("Voeg een verzamelrekening toe aan de mapping", "Add a collective account to the mapping"))
        case .partyNumberUnmapped:
            ProblemText(
                what: ("Geen relatienummer volgens de nummering", "The numbering policy gives no party number"),
                remedy: ("Vul de nummertabel aan", "Extend the number table"))
        case .notBalanced:
            ProblemText(
                what: ("Boeking is niet in balans", "The posting does not balance"),
                remedy: ("Herstel debet en credit in het bronsysteem", "Repair debit and credit in the source"))
        case .textTooLong:
            ProblemText(
                what: ("Tekst is ingekort", "The text was shortened"),
                remedy: ("Kies een kortere tekst of een ander sjabloon", "Choose a shorter text or another template"))
        case .ibanInvalid:
            ProblemText(
                what: ("IBAN is niet geldig", "The IBAN is not valid"),
                remedy: ("Corrigeer het rekeningnummer bij de relatie", "Correct the party's bank account"))
        case .glnInvalid:
            ProblemText(
                what: ("GLN is niet geldig", "The GLN is not valid"),
                remedy: ("Corrigeer de GLN", "Correct the GLN"))
        case .chamberOfCommerceInvalid:
            ProblemText(
                what: ("KvK-nummer is niet geldig", "The chamber of commerce number is not valid"),
                remedy: ("Een KvK-nummer heeft acht cijfers", "A Dutch number has eight digits"))
        case .countryUnknown:
            ProblemText(
                what: ("Land is onbekend", "The country is not known"),
                remedy: ("Gebruik een landcode van ISO 3166 (twee letters)", "Use a country code of ISO 3166 (two letters)"))
        case .targetRejected:
            ProblemText(
                what: ("De boekhouding weigerde de boeking", "The books refused the posting"),
                remedy: (
                    "Lees de tekst van de boekhouding, herstel de oorzaak en probeer opnieuw",
                    "Read the text of the books, mend the cause and retry"
                ))
        case .targetCodeUnknown:
            ProblemText(
                what: ("Code bestaat niet in de boekhouding", "The code does not exist in the books"),
                remedy: (
                    "Maak de code aan in de boekhouding of pas de mapping aan, en lees de stamgegevens opnieuw in",
                    "Create the code in the books or change the mapping, then read the master data again"
                ))
        case .targetCodeBlocked:
            ProblemText(
                what: ("Code is geblokkeerd in de boekhouding", "The code is blocked in the books"),
                remedy: (
                    "Deblokkeer de code in de boekhouding of kies een andere in de mapping",
                    "Unblock the code in the books or choose another in the mapping"
                ))
        case .targetVATDiffers:
            ProblemText(
                what: (
                    "De btw-code doet in de boekhouding iets anders dan in de regels",
                    "The VAT code does something else in the books than in the rules"
                ),
                remedy: (
                    "Maak percentage en soort gelijk in de boekhouding of in de regels (vat_definitions); daarna gaat het document vanzelf verder",
                    "Make rate and type equal in the books or in the rules (vat_definitions); the document then goes on by itself"
                ))
        case .targetFieldMissing:
            ProblemText(
                what: ("De boekhouding eist een gegeven dat ontbreekt", "The books demand something that is missing"),
                remedy: (
                    "Vul het gegeven aan in het bronsysteem, in de mapping of bij de inrichting van de boekhouding",
                    "Complete it in the source, in the mapping or in the set-up of the books"
                ))
        case .targetNotAllowed:
            ProblemText(
                what: ("De inrichting van de boekhouding laat dit niet toe", "The set-up of the books does not allow this"),
                remedy: (
                    "Pas de inrichting van dagboek, rekening of btw-code aan, of wijzig de mapping",
                    "Change the set-up of the daybook, account or VAT code, or change the mapping"
                ))
        case .partyRoleMissing:
            ProblemText(
                what: ("Relatie is in de boekhouding geen debiteur of crediteur", "The relation is no debtor or creditor in the books"),
                remedy: (
                    "Maak de relatie in de boekhouding klant of leverancier",
                    "Make the relation a customer or supplier in the books"
                ))
        case .foreignEntry:
            ProblemText(
                what: ("Onder ons kenmerk staat een boeking die niet van ons is", "An entry that is not ours stands under our reference"),
                remedy: (
                    "Vergelijk beide boekingen en beslis: overnemen, hernummeren of intrekken",
                    "Compare both entries and decide: adopt, renumber or withdraw"
                ))
        case .bookedDiffers:
            ProblemText(
                what: ("In de boekhouding staat iets anders dan bedoeld", "The books hold something other than was meant"),
                remedy: ("Herstel de boeking in de boekhouding en controleer opnieuw", "Correct the entry in the books and check again"))
        case .bookedMissing:
            ProblemText(
                what: ("Boeking is niet meer te vinden in de boekhouding", "The entry can no longer be found in the books"),
                remedy: ("Zoek uit wie haar verwijderde voordat u opnieuw boekt", "Find out who removed it before posting again"))
        case .attemptsExhausted:
            ProblemText(
                what: ("Het maximum aantal pogingen is bereikt", "The maximum number of attempts is reached"),
                remedy: ("Los de oorzaak op en geef opnieuw vrij", "Mend the cause and retry"))
        case .withdrawnAtSource:
            ProblemText(
                what: ("Document is ingetrokken in het bronsysteem", "The document was withdrawn in the source"),
                remedy: ("Maak een creditnota als het al geboekt is", "Make a credit note when it is already booked"))
        case .currencyDiffers:
            ProblemText(
                what: ("Bedrag is in een andere munt dan het document", "The amount is in another currency than the document"),
                remedy: ("Herstel het document in het bronsysteem", "Repair the document in the source"))
        case .amountTooLarge:
            ProblemText(
                what: ("Bedrag is groter dan verwerkt kan worden", "The amount is larger than can be handled"),
                remedy: ("Controleer het bedrag in het bronsysteem", "Check the amount in the source"))
        case .decimalsTooMany:
            ProblemText(
                what: ("Getal heeft meer decimalen dan toegestaan", "The number has more decimals than allowed"),
                remedy: (
                    "Een aantal heeft ten hoogste 3 decimalen en een prijs 5; corrigeer het document",
                    "A quantity has at most 3 decimals and a price 5; correct the document"
                ))
        case .valueOutOfRange:
            ProblemText(
                what: ("Waarde ligt buiten de toegestane grenzen", "The value lies outside the allowed range"),
                remedy: ("Corrigeer de waarde in het bronsysteem", "Correct the value in the source"))
        case .textBeyondLimit:
            ProblemText(
                what: ("Tekst is langer dan toegestaan", "The text is longer than allowed"),
                remedy: ("Kort de tekst in het bronsysteem in", "Shorten the text in the source"))
        case .exchangeRateNotOne:
            ProblemText(
                what: ("Wisselkoers van een document in euro is niet 1", "The exchange rate of a document in euro is not 1"),
                remedy: ("Controleer munt en koers van het document", "Check the document's currency and rate"))
        case .exchangeRateSuspicious:
            ProblemText(
                what: (
                    "Wisselkoers van een document in vreemde munt is precies 1",
                    "The exchange rate of a document in foreign currency is exactly 1"
                ),
                remedy: ("Controleer of de koers is ingevuld", "Check that the rate was filled in"))
        case .vatRateContradictsTreatment:
            ProblemText(
                what: ("Btw-tarief past niet bij de btw-behandeling", "The VAT rate does not go with the VAT treatment"),
                remedy: (
                    "Bij deze behandeling is het tarief nul; controleer behandeling en tarief",
                    "Under this treatment the rate is zero; check treatment and rate"
                ))
        case .selfAssessedVATPrinted:
            ProblemText(
                what: (
                    "Leverancier brengt btw in rekening hoewel de btw naar de koper verlegd is",
                    "The supplier charges VAT although the buyer accounts for it"
                ),
                remedy: (
                    "Controleer de btw-behandeling, of vraag de leverancier om een juiste factuur",
                    "Check the VAT treatment, or ask the supplier for a correct invoice"
                ))
        case .vatNumberNotEU:
            ProblemText(
                what: (
                    "Btw-nummer is niet van een andere lidstaat van de EU",
                    "The VAT number is not of another member state of the EU"
                ),
                remedy: ("Controleer de btw-behandeling en het btw-nummer", "Check the VAT treatment and the VAT number"))
        case .deliveryOutsideEU:
            ProblemText(
                what: (
                    "Levering gaat naar een land buiten de EU, de behandeling is voor een lidstaat",
                    "The goods go outside the EU, the treatment is for a member state"
                ),
                remedy: ("Controleer afleverland en btw-behandeling", "Check the country of delivery and the VAT treatment"))
        case .deliveryInsideEU:
            ProblemText(
                what: ("Levering als uitvoer blijft binnen de EU", "The goods stay inside the EU although the treatment is export"),
                remedy: ("Controleer afleverland en btw-behandeling", "Check the country of delivery and the VAT treatment"))
        case .ledgerLineSides:
            ProblemText(
                what: ("Boekingsregel heeft niet precies een debet- of creditbedrag", "The line has not exactly one of debit and credit"),
                remedy: ("Vul per regel debet of credit in", "Fill either debit or credit on each line"))
        case .packagingPolicyDiffers:
            ProblemText(
                what: (
                    "Btw op het statiegeld past niet bij het emballagebeleid", "The VAT on the deposit does not fit the packaging policy"
                ),
                remedy: (
                    "Controleer het beleid van deze emballage bij deze klant; het gedrukte bedrag wordt geboekt",
                    "Check the policy of this packaging for this customer; the printed amount is posted"
                ))
        case .referenceTooLong:
            ProblemText(
                what: ("Kenmerk is te lang voor de boekhouding", "The reference is too long for the books"),
                remedy: (
                    "Kies een korter sjabloon voor het kenmerk; een kenmerk wordt nooit ingekort",
                    "Choose a shorter template for the reference; a reference is never shortened"
                ))
        case .parkedByRule:
            ProblemText(
                what: (
                    "Een regel van de bron laat dit document door een mens bekijken",
                    "A rule of the source has a person look at this document"
                ),
                remedy: (
                    "Bekijk de genoemde regel van het bestand; pas daarna het document of de regel aan",
                    "Look at the line of the file that is named; then correct the document or the rule"
                ))
        case .sourceRowMissing:
            ProblemText(
                what: (
                    "Het bronsysteem leverde niet alles waar dit document naar verwijst",
                    "The source did not deliver all that this document points at"
                ),
                remedy: (
                    "Sla wat ontbreekt in het bronsysteem opnieuw op, zodat het meekomt; het document wordt dan vanzelf opnieuw gelezen",
                    "Save in the source once more what is missing, so that it is delivered; the document is then read again by itself"
                ))
        case .vatNotPrinted:
            ProblemText(
                what: ("De gedrukte btw staat niet in wat het bronsysteem leverde", "The printed VAT is not in what the source delivered"),
                remedy: (
                    "Laat het bronsysteem de btw meeleveren, of leg in de instellingen van de bron vast dat zij berekend mag worden",
                    "Have the source deliver the VAT, or state in the source's settings that it may be computed"
                ))
        case .settlementItemUnknown:
            ProblemText(
                what: (
                    "Een betaling staat op een post die geen document van deze koppeling is",
                    "A payment is on an item that is no document of this bridge"
                ),
                remedy: (
                    "Niets te doen als de factuur buiten de koppeling om is geboekt; anders: lever haar aan of boek de betaling om",
                    "Nothing to do when the invoice was booked outside the bridge; otherwise deliver it, or book the payment to another item"
                ))
        case .settlementCurrencyDiffers:
            ProblemText(
                what: ("Een betaling is in een andere valuta dan haar factuur", "A payment is in another currency than its invoice"),
                remedy: (
                    "Boek de betaling in de boekhouding in de valuta van de factuur",
                    "Book the payment in the books in the currency of the invoice"
                ))
        case .settlementBeyondItem:
            ProblemText(
                what: (
                    "In de boekhouding is meer afgeletterd dan gefactureerd, of meer teruggenomen dan betaald",
                    "In the books more is settled than was invoiced, or more taken back than was paid"
                ),
                remedy: (
                    "Boek in de boekhouding het teveel van de post af; wat daarna klopt, gaat vanzelf naar het bronsysteem",
                    "Take what is too much off the item in the books; what then fits goes to the source by itself"
                ))
        case .openItemGone:
            ProblemText(
                what: (
                    "De boekhouding heeft de boeking van een geboekt document niet meer; dat is geen betaling",
                    "The books no longer hold the entry of a booked document; that is not a payment"
                ),
                remedy: (
                    "Vraag de boekhouder waarom de boeking weg is; boek haar opnieuw of neem het document terug",
                    "Ask the bookkeeper why the entry is gone; book it again or withdraw the document"
                ))
        case .partyGoneInBooks:
            ProblemText(
                what: ("De relatie is in de boekhouding verwijderd of samengevoegd", "The relation was deleted or merged in the books"),
                remedy: (
                    "Koppel de relatie waarin ze is opgegaan (ledgerbridge party link), of laat een nieuwe maken (ledgerbridge party retry)",
                    "Link the relation it was merged into (ledgerbridge party link), or have a new one made (ledgerbridge party retry)"
                ))
        case .partyBlockedInBooks:
            ProblemText(
                what: ("De relatie is in de boekhouding geblokkeerd", "The relation is blocked in the books"),
                remedy: (
                    "Hef de blokkade in de boekhouding op; het gaat dan vanzelf verder",
                    "Lift the block in the books; work then goes on by itself"
                ))
        case .creditLinkMissing:
            ProblemText(
                what: (
                    "De creditnota is geboekt, maar in de boekhouding niet aan haar factuur gekoppeld",
                    "The credit note is booked, but in the books it is not linked to its invoice"
                ),
                remedy: (
                    "Het koppelen wordt vanzelf opnieuw geprobeerd; lukt het niet, koppel haar dan in de boekhouding",
                    "Linking is tried again by itself; if it does not succeed, link it in the books"
                ))
        case .openItemDiffers:
            ProblemText(
                what: (
                    "De boekhouding zegt dat er iets anders openstaat dan de betalingen overlaten",
                    "The books say that something else is open than the payments leave"
                ),
                remedy: (
                    "Zoek in de boekhouding welke mutatie op de post ontbreekt of te veel is",
                    "Look in the books for the mutation on the item that is missing or too much"
                ))
        case .payableMismatch:
            ProblemText(
                what: (
                    "Bruto min vooruitbetaald plus afronding is niet het te betalen bedrag",
                    "Gross less prepaid plus rounding is not the amount payable"
                ),
                remedy: ("Controleer de vooruitbetaling op het document", "Check the prepayment on the document"))
        }
    }
}
