import BridgeConnector
import BridgeDomain

/// Everything about KING Finance's interface that is assumed, or on which what is public disagrees (reference `king` §9). When the vendor says
/// otherwise, this file changes and no other.
enum KingFinanceContract {
    /// Namespace of the SOAP operations; it did not move with the host (§1.1).
    static let namespace = "https://cloudswitch.imuisonline.com/"

    /// What an operation is called, and in which field or element its document goes.
    struct Names: Sendable {
        /// Form field `ACTIE`.
        var form: String
        /// Element in the envelope; its spelling varies (§2.2).
        var soap: StaticString
        var formField: String?
        var soapField: StaticString?

        init(_ form: String, _ soap: StaticString, _ formField: String? = nil, _ soapField: StaticString? = nil) {
            self.form = form
            self.soap = soap
            self.formField = formField
            self.soapField = soapField
        }
    }

    static func names(_ operation: KingOperation) -> Names {
        switch operation {
        case .login: Names("LOGIN", "Login")
        case .logout: Names("LOGOUT", "Logout")
        case .version: Names("GETIMUISVERSION", "GetiMUISVersion")
        case .select: Names("GETSTAMTABELRECORDS", "GetStamtabelRecords", "SELECTIE", "Selectie")
        case .administration: Names("GETADMINFO", "GetAdmInfo", "SELECTIE", "Selectie")
        case .create: Names("CREATESTAMTABELRECORD", "CreateStamTabelRecord", "STAMTABEL", "Stamtabel")
        case .update: Names("UPDATESTAMTABELRECORD", "UpdateStamtabelRecord", "MUTATIE", "Mutatie")
        case .createEntry: Names("CREATEJOURNAALPOST", "CreateJournaalpost", "JOURNAALPOST", "Journaalpost")
        }
    }

    /// Between the items of a list in a selection (§2.3).
    static let listSeparator = "\t"
    static let yes = "J"
    /// Key columns of an entry, in the order in which an answer lists them (§2.2).
    static let entryKey = ["JR", "DAGB", "PN", "RG"]
    /// Column of `BASFIN` that names the account splits are divided on (§3.5).
    static let splitAccountColumn = "GRBUITSPL"
    /// Columns of `PERIODEDATUMS` with a period's first and last day (§3.5).
    static let periodColumns = (first: "DATVAN", last: "DATTM")
    /// `BTWPL` of a new debtor or creditor by where it sits (§3.1).
    static func vatDuty(_ group: CountryGroup) -> String {
        switch group {
        case .domestic: "B"
        case .eu: "I"
        case .nonEU: "U"
        }
    }

    /// What a VAT code of a box of the return (`FORMGRP`, §3.4) is for; nil for a text that is no box. That the column holds `1a` to `5b` is assumed.
    static func uses(ofBox box: String) -> Set<VATInBooks.Use>? {
        switch box.lowercased() {
        case "1a", "1b", "1c", "1d": [.due]
        case "1e", "3a", "3b": [.none]
        case "2a", "4a", "4b": [.selfAssessed]
        case "5b": [.claimable]
        default: nil
        }
    }

    // MARK: Lengths and bounds

    /// Characters of `BOEKSTUK`, `FACT` and `ZKSL` (§3.1, §3.2).
    static let referenceMax = 20
    /// Characters of `OMSCHR` of an entry.
    static let descriptionMax = 40
    /// Characters kept of what King warned of (`BOE_WARNING`) beside an entry it booked.
    static let warningMax = 500
    /// Rows of one entry; not documented (§4.3).
    static let rowsMax = 1_000
    /// Rows of a page; no maximum is documented, 20,000 were seen (§2.3).
    static let pageSize = 5_000
    /// Pages of one reading.
    static let pagesMax = 1_000
    /// How often a page that lacks rows it ought to have is asked for at once; then later (§5.5).
    static let shortPageRepeats = 2
    /// Seconds until a page that stayed short is asked for again.
    static let shortPagePause: Int64 = 60
    /// Bytes of an answer.
    static let answerMax = 64 << 20
    /// Milliseconds of one call (§5.5).
    static let timeout = 60_000
    /// Milliseconds a log-out may take: nobody waits longer for a courtesy.
    static let logOutTimeout = 5_000

    // MARK: Words of refusals

    /// What a text means for the call.
    enum Meaning: Hashable, Sendable {
        /// The session is gone: nothing was done.
        case session
        /// Another call for the administration is under way: nothing was done.
        case busy
        /// Keys or user are not accepted.
        case access
        /// Our message is not understood.
        case ours
        /// Examined and refused by rule: nothing was booked.
        case refused(ProblemCode, String)
        /// There already: by a call of ours whose answer was lost, or by somebody else.
        case taken
        /// The period is closed for good.
        case closed
    }

    /// Pieces of texts, in small letters; `*` stands for anything. The first row that is found in a text counts (§6).
    static let refusals: [(text: String, meaning: Meaning)] = [
        ("sessie*verlopen", .session), ("sessie*ongeldig", .session), ("niet ingelogd", .session), ("session", .session),
        ("er loopt al een", .busy), ("in gebruik door", .busy),
        ("partnerkey", .access), ("omgevingscode", .access), ("gebruikersnaam of wachtwoord", .access),
        ("selectie is incompleet", .ours), ("niet converteren", .ours), ("xml kan niet", .ours), ("is onbekend", .ours),
        ("parameter*ontbreekt", .ours), ("uitsplitsing", .ours), ("bestaat niet in tabel", .ours), ("komt meer dan eens voor", .ours),
        ("periode*afgesloten", .closed), ("jaar*afgesloten", .closed), ("afgesloten", .closed),
        ("valt niet in periode", .refused(.periodUnknown, "period")),
        ("jr *bestaat niet", .refused(.periodUnknown, "period")), ("pn *bestaat niet", .refused(.periodUnknown, "period")),
        ("zoeksleutel bestaat al", .taken), ("nr *bestaat al", .taken),
        ("buiten het bereik", .refused(.partyNumberUnmapped, "party")), ("geen vrije nummers", .refused(.partyNumberUnmapped, "party")),
        ("deb *geblokkeerd", .refused(.partyBlocked, "party")), ("cre *geblokkeerd", .refused(.partyBlocked, "party")),
        ("geblokkeerd", .refused(.targetCodeBlocked, "entry")),
        ("veld kpl is verplicht", .refused(.targetFieldMissing, "cost_centre")),
        ("veld kdr is verplicht", .refused(.targetFieldMissing, "cost_unit")),
        ("is verplicht", .refused(.targetFieldMissing, "entry")),
        ("bestaat niet", .refused(.targetCodeUnknown, "entry")), ("verzamelrekening", .refused(.targetNotAllowed, "account")),
        ("langer dan", .refused(.textBeyondLimit, "entry")), ("mag niet worden gewijzigd", .ours),
        ("wijkt af van het percentage", .refused(.vatOutsideTolerance, "vat_summary")),
        ("teken van bedrbtw", .ours),
    ]

    /// What the text of a refusal means; nil for a text we do not know.
    static func meaning(of text: String) -> Meaning? {
        let lowered = text.lowercased()
        return refusals.first { row in
            var rest = Substring(lowered)
            for piece in row.text.split(separator: "*") {
                guard let found = rest.firstRange(ofText: piece) else { return false }
                rest = rest[found.upperBound...]
            }
            return true
        }?.meaning
    }
}

extension Substring {
    /// Where `text` stands first.
    fileprivate func firstRange(ofText text: Substring) -> Range<Index>? {
        let (all, part) = (utf8, text.utf8)
        var start = all.startIndex
        while start != all.endIndex {
            if all[start...].starts(with: part) { return start..<all.index(start, offsetBy: part.count) }
            start = all.index(after: start)
        }
        return nil
    }
}
