import BridgeDomain

/// The texts of refusals, in Dutch and English.
///
/// The published ones are in the reference's catalogue (§2.5); where one language or a whole text is not published, the words here are the
/// simulator's own, so that a client that knows only published patterns meets unknown text as well.
enum Wording {
    static let unexpectedNumber = -2_147_180_999
    static let missingValueNumber = -2_147_220_469

    // MARK: Published

    static let getNotSupported = BilingualText(
        nl: "GetConnector wordt niet ondersteund voor deze app of de gebruiker is niet geautoriseerd.",
        en: "GetConnector not supported for this app or the user is not authorized")
    static let updateNotSupported = BilingualText(
        nl: "General message: Deze UpdateConnector wordt niet ondersteund of de gebruiker is niet geautoriseerd.",
        en: "General message: This UpdateConnector is not supported or the user is not authorized.")
    static let connectorBlocked = BilingualText(
        nl: "Deze GetConnector (definitie) is geblokkeerd", en: "This GetConnector (definition) is blocked")
    static func fieldNotFound(_ field: String, older: Bool) -> BilingualText {
        older
            ? BilingualText(nl: "General message: Invalid Index field", en: "General message: Invalid Index field")
            : BilingualText(nl: "Connectorveld '\(field)' niet gevonden", en: "Connector field '\(field)' not found")
    }
    static let unexpected = BilingualText(nl: "Er is een onverwachte fout opgetreden.", en: "An unexpected error has occurred.")
    static let outOfMemory = BilingualText(nl: "Out of memory", en: "Out of memory")
    static let typeMismatch = BilingualText(nl: "Type mismatch", en: "Type mismatch")
    static let noUnit = BilingualText(nl: "Geen administratie beschikbaar", en: "No unit available")
    static let unknownPrepareType = BilingualText(nl: "Onbekend preparetype", en: "Unknown preparetype")
    static let entryNumberGiven = BilingualText(
        nl: "Bij toevoegen journaalpost mag het journaalpostnummer niet worden opgegeven.",
        en: "The entry number may not be given when an entry is added.")
    static let durationExceeded = BilingualText(
        nl: "De maximale tijdsduur van 900 seconden is overschreden.", en: "The maximum duration of 900 seconds has been exceeded.")

    static func missing(_ label: BilingualText, _ field: String, older: Bool) -> BilingualText {
        older
            ? BilingualText(
                nl: "(AntaObject) There is no value entered in mandatory field '\(label.dutch)' (\(field))",
                en: "(AntaObject) There is no value entered in mandatory field '\(label.dutch)' (\(field))")
            : BilingualText(nl: "Vul een waarde in bij '\(label.dutch)'.", en: "Enter a value for '\(label.english)'.")
    }

    static func unknown(_ label: BilingualText, key: String, older: Bool) -> BilingualText {
        older
            ? foreignKey(label, key)
            : BilingualText(
                nl: "De ingevoerde waarde bij '\(label.dutch)' bestaat niet.",
                en: "The entered value for '\(label.english)' does not exist.")
    }

    static func foreignKey(_ label: BilingualText, _ key: String) -> BilingualText {
        let text = "(AntaObject) The foreignkey does not exist in the database. FieldId=\(label.dutch), ForeignkeyId=\(key)"
        return BilingualText(nl: text, en: text)
    }

    static func vatNotAllowed(_ account: String) -> BilingualText {
        BilingualText(
            nl: "(AFASFiEntry) Btw is niet toegestaan voor rekening \(account)",
            en: "(AFASFiEntry) VAT is not allowed for account \(account)")
    }

    static func invoiceNumberUsed(_ invoice: String, _ kind: AFASSandbox.LineKind, _ relation: String) -> BilingualText {
        let (dutch, english) = kind == .creditor ? ("crediteur", "Creditor") : ("debiteur", "Debtor")
        return BilingualText(
            nl: "General message: Factuurnummer \(invoice) is in financieel al gebruikt voor \(dutch) \(relation).",
            en: "General message: Invoice number \(invoice) is already used in finance for \(english) \(relation).")
    }

    static func blockedPeriod(_ date: CalendarDate) -> BilingualText {
        BilingualText(
            nl: "Datum '\(WallClock.spoken(date))' valt in een geblokkeerde periode",
            en: "Date '\(WallClock.spoken(date))' belongs to a blocked period")
    }

    static func blockedPeriod(_ period: Period) -> BilingualText {
        BilingualText(
            nl: "Voor deze administratie is periode \(period.number) van jaar \(period.year) geblokkeerd.",
            en: "For this administration, period \(period.number) of the year \(period.year) is blocked.")
    }

    static func dimensionMissing(_ axis: BilingualText, _ account: String) -> BilingualText {
        BilingualText(
            nl: "Code verbijzondering voor as '\(axis.dutch)' moet gevuld worden voor rekening \(account)",
            en: "Allocation code for axis '\(axis.english)' must be filled for account \(account)")
    }

    static func dimensionNotAssigned(_ axis: BilingualText, _ code: String, _ account: String) -> BilingualText {
        BilingualText(
            nl:
                "General message: Er is geen toewijzing van \(axis.dutch.lowercased()) '\(code)' aan rekening '\(account)' of de toewijzing is geblokkeerd.",
            en:
                "General message: There is no assignment for \(axis.english.lowercased()) '\(code)' with account '\(account)' or the assignment is blocked."
        )
    }

    static func bankAccountUnknown(_ bankAccount: String, _ relation: String) -> BilingualText {
        BilingualText(
            nl: "Bankrekening \(bankAccount) niet gevonden bij rekening \(relation)",
            en: "Bank account \(bankAccount) not found for account \(relation)")
    }

    static func duplicateKey(_ field: String) -> BilingualText {
        let text = "(AntaObject) The primary key already exists for field '\(field)'"
        return BilingualText(nl: text, en: text)
    }

    // MARK: The simulator's own

    static func unknownMember(_ member: String, in object: String) -> BilingualText {
        BilingualText(
            nl: "Veld of object '\(member)' komt niet voor in '\(object)'.",
            en: "Field or object '\(member)' does not occur in '\(object)'.")
    }

    static func wrongRoot(_ root: String) -> BilingualText {
        BilingualText(
            nl: "Het object '\(root)' wordt verwacht als enige in het bericht.",
            en: "The object '\(root)' is expected, alone in the message.")
    }

    static func tooLong(_ label: BilingualText, _ length: Int) -> BilingualText {
        BilingualText(
            nl: "De waarde bij '\(label.dutch)' is langer dan \(length) tekens.",
            en: "The value for '\(label.english)' is longer than \(length) characters.")
    }

    static func onlyOne(_ object: String) -> BilingualText {
        BilingualText(nl: "'\(object)' mag maar een keer voorkomen.", en: "'\(object)' may occur only once.")
    }

    static func wrongAction(_ action: String) -> BilingualText {
        BilingualText(nl: "De actie '\(action)' is hier niet mogelijk.", en: "The action '\(action)' is not possible here.")
    }

    static func outOfBalance(_ difference: ExactDecimal) -> BilingualText {
        let amount = difference.text(decimalsMin: 2)
        return BilingualText(
            nl: "De journaalpost is niet in evenwicht: debet min credit is \(amount).",
            en: "The entry does not balance: debit minus credit is \(amount).")
    }

    static let noLines = BilingualText(nl: "De journaalpost heeft geen regels.", en: "The entry has no lines.")
    static func tooManyLines(_ count: Int) -> BilingualText {
        BilingualText(nl: "De journaalpost heeft meer dan \(count) regels.", en: "The entry has more than \(count) lines.")
    }
    static let negativeAmount = BilingualText(nl: "Een bedrag mag niet negatief zijn.", en: "An amount may not be negative.")
    static let bothSides = BilingualText(
        nl: "Een regel heeft een bedrag debet of credit, niet beide.", en: "A line has an amount on the debit or the credit side, not both."
    )
    static let zeroDimension = BilingualText(
        nl: "De bedragen van een verbijzondering mogen niet beide 0 zijn.", en: "The amounts of an allocation must not both be 0.")
    static func dimensionAmount(_ amount: String) -> BilingualText {
        BilingualText(
            nl: "De verbijzondering van \(amount) verschilt van het bedrag van de regel.",
            en: "The allocation of \(amount) differs from the line's amount.")
    }
    static func accountBlocked(_ account: String) -> BilingualText {
        BilingualText(nl: "Rekening \(account) is geblokkeerd.", en: "Account \(account) is blocked.")
    }
    static func relationBlocked(_ kind: AFASSandbox.LineKind, _ number: String) -> BilingualText {
        kind == .creditor
            ? BilingualText(nl: "Crediteur \(number) is geblokkeerd.", en: "Creditor \(number) is blocked.")
            : BilingualText(nl: "Debiteur \(number) is geblokkeerd.", en: "Debtor \(number) is blocked.")
    }
    static func journalBlocked(_ journal: String) -> BilingualText {
        BilingualText(nl: "Dagboek \(journal) is geblokkeerd.", en: "Journal \(journal) is blocked.")
    }
    static func journalLocked(_ journal: String) -> BilingualText {
        BilingualText(
            nl: "Dagboek '\(journal)' is in gebruik door een andere gebruiker.", en: "Journal '\(journal)' is locked by another user.")
    }
    static func noSuchPeriod(_ year: Int, _ period: Int) -> BilingualText {
        BilingualText(nl: "Periode \(period) van jaar \(year) bestaat niet.", en: "Period \(period) of the year \(year) does not exist.")
    }
    static func dateOutsidePeriod(_ date: CalendarDate, _ period: Period) -> BilingualText {
        BilingualText(
            nl: "Datum '\(WallClock.spoken(date))' valt niet in periode \(period.number) van jaar \(period.year).",
            en: "Date '\(WallClock.spoken(date))' does not belong to period \(period.number) of the year \(period.year).")
    }
    static func vatLineMissing(_ code: String) -> BilingualText {
        BilingualText(nl: "De btw-regel van btw-code \(code) ontbreekt.", en: "The VAT line of VAT code \(code) is missing.")
    }
    static func vatLineDouble(_ code: String) -> BilingualText {
        BilingualText(nl: "Btw-code \(code) heeft meer dan een btw-regel.", en: "VAT code \(code) has more than one VAT line.")
    }
    static func vatCodeMissing(_ account: String) -> BilingualText {
        BilingualText(
            nl: "De btw-code ontbreekt bij btw-rekening \(account).", en: "The VAT code is missing for VAT account \(account).")
    }
    static func vatAmountOff(_ code: String, _ expected: ExactDecimal) -> BilingualText {
        BilingualText(
            nl: "De btw van btw-code \(code) hoort \(expected.text(decimalsMin: 2)) te zijn.",
            en: "The VAT of VAT code \(code) should be \(expected.text(decimalsMin: 2)).")
    }
    static let numberAndSeries = BilingualText(
        nl: "Geef geen factuurnummer op als de factuur automatisch wordt genummerd.",
        en: "Give no invoice number when the invoice is numbered automatically.")
    static func rateOff(_ currency: String) -> BilingualText {
        BilingualText(
            nl: "Bedrag, koers en bedrag in \(currency) passen niet bij elkaar.", en: "Amount, rate and amount in \(currency) do not agree."
        )
    }
    static let severalMatches = BilingualText(
        nl: "Er zijn meerdere organisaties/personen gevonden.", en: "Several organisations/persons were found.")
    static let noMatch = BilingualText(
        nl: "De organisatie/persoon is niet gevonden.", en: "The organisation/person was not found.")
    static func inUse(_ label: BilingualText) -> BilingualText {
        BilingualText(nl: "'\(label.dutch)' is in gebruik.", en: "'\(label.english)' is in use.")
    }
    static let ibanInvalid = BilingualText(nl: "Het IBAN is niet geldig.", en: "The IBAN is not valid.")
    static let tooManyCalls = BilingualText(
        nl: "Er worden te veel aanroepen tegelijk gedaan.", en: "Too many calls are made at once.")
    static let wrongDestination = BilingualText(
        nl: "Deze bestemming is niet geldig voor dit type dossieritem", en: "This destination is not valid for this type of dossier item")
    static func amountOfSettled(_ invoice: String) -> BilingualText {
        BilingualText(nl: "Factuur \(invoice) is afgeletterd.", en: "Invoice \(invoice) is reconciled.")
    }
}
