import BridgeDomain
import BridgeJSON

/// `documents/Documents` as it is posted (reference `exact-online` §6.11, §7.25).
struct ExactDocument: Hashable, Sendable {
    /// The kind of document: sales and purchase invoices and their credit notes (reference §7.25).
    static let sales = 10
    static let purchase = 20

    var Subject: String
    var `Type`: Int
    var Account: String?
    var DocumentDate: CalendarDate
    /// The entry it belongs to: by this it is found again.
    var FinancialTransactionEntryID: String

    var json: JSON {
        ExactBody.object([
            ("Subject", .string(Subject)), ("Type", .number(`Type`)), ("Account", Account.map { .string($0) }),
            ("DocumentDate", ExactValue.body(DocumentDate)), ("FinancialTransactionEntryID", .string(FinancialTransactionEntryID)),
        ])
    }
}

/// `documents/DocumentAttachments` as it is posted (reference §7.25): the file as base64 text.
struct ExactAttachment: Sendable {
    var Document: String
    var FileName: String
    var Attachment: String

    var json: JSON {
        ExactBody.object([
            ("Document", .string(Document)), ("FileName", .string(FileName)), ("Attachment", .string(Attachment)),
        ])
    }
}
