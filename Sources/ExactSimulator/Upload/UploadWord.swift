import BridgeXML

/// The names an upload may have, elements and attributes alike (reference §11). An upload with any other element is refused: a misspelt
/// name would otherwise be skipped in silence.
enum UploadWord: UInt16, CaseIterable {
    case eExact, GLTransactions, GLTransaction, GLTransactionLine
    case TransactionType, Journal, PaymentCondition, Date, DueDate, FinYear, FinPeriod, Description
    case GLAccount, Account, Costcenter, Costunit, Amount, Currency, Value, VAT, References, YourRef, PaymentReference
    case code, number, entry, line, type, ID

    static let vocabulary = XMLVocabulary(allCases.map { XMLVocabulary.Entry("", "\($0)") })

    var name: XMLName { XMLName(rawValue) }
}
