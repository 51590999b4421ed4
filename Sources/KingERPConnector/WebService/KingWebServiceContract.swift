import BridgeDomain

/// Everything about King's web services that nobody publishes, in one place: their wire form, the names of their operations, their answers and
/// what their error codes mean (reference king §8.1, all of it assumed). The first real installation is asked for the chapters of its manual
/// that `Documentation/vendors/king-erp.md` lists; what they say otherwise is changed here, and nowhere else.
///
/// What the rest of the room builds on, and what must hold of the real service for it:
///
/// 1. An entry reaches the ledger when its batch is closed, and not before.
/// 2. A batch that is not closed can be deleted with everything in it.
/// 3. A batch that is closed says so to whoever closes, fills or deletes it again; one that is gone says that.
/// 4. A line that is sent twice under one number is taken once.
enum KingWebServiceContract {
    /// Below the address of the service; the operation's name follows.
    static let path = "/KingWebservices/"
    static let accessField = "X-King-Toegangscode"
    static let administrationField = "X-King-Administratie"
    static let contentType = "text/xml; charset=utf-8"
    /// Names in the query of an operation on something in a batch.
    static let batchQuery = "boekingsgang"
    static let entryQuery = "journaalpost"

    enum Operation: String, Sendable {
        /// Does nothing: shows that address, access code and administration are right.
        case test = "Test"
        /// Makes a debtor or changes the one of that number.
        case putDebtor = "Debiteur_ToevoegenWijzigen"
        case openBatch = "Boekingsgang_Toevoegen"
        case addEntry = "Boekingsgang_Journaalpost_Toevoegen"
        case addLine = "Boekingsgang_Journaalpost_Journaalregel_Toevoegen"
        case removeEntry = "Boekingsgang_Journaalpost_Verwijderen"
        case closeBatch = "Boekingsgang_Afsluiten"
        case removeBatch = "Boekingsgang_Verwijderen"
    }

    /// Elements of an answer.
    enum Answer {
        static let root = "RESULTAAT"
        static let status = "STATUS"
        static let key = "SLEUTEL"
        static let code = "FOUTCODE"
        static let text = "FOUTTEKST"
        static let done = "OK"
        static let failed = "FOUT"
    }

    /// What a refusal says of the thing it is about.
    enum Meaning: Sendable {
        /// Access code or administration are wrong: nothing goes until a person mends that.
        case noAccess
        /// The service does not know the operation or cannot read what was sent at all: our contract is wrong.
        case contract
        case batchGone
        case batchClosed
        case batchEmpty
        case entryGone
        case lineIsThere
        /// The period or year is closed.
        case periodClosed
        case codeUnknown
        case codeBlocked
        /// Anything else about what was sent.
        case record
    }

    static func meaning(_ code: Int) -> Meaning {
        switch code {
        case 1001, 1002: .noAccess
        case 1003, 1101: .contract
        case 1205, 1215: .periodClosed
        case 1201, 1203, 1204, 1209, 1212, 1213: .codeUnknown
        case 1202: .codeBlocked
        case 1301: .batchGone
        case 1302: .batchClosed
        case 1303: .batchEmpty
        case 1304: .entryGone
        case 1305: .lineIsThere
        default: .record
        }
    }
}

extension KingWebServiceContract.Meaning {
    /// In our words, where they say more than the service's own.
    var problemCode: ProblemCode {
        switch self {
        case .periodClosed: .periodClosed
        case .codeUnknown: .targetCodeUnknown
        case .codeBlocked: .targetCodeBlocked
        case .noAccess, .contract, .batchGone, .batchClosed, .batchEmpty, .entryGone, .lineIsThere, .record: .targetRejected
        }
    }
}
