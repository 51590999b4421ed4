/// What a token opens by itself, whatever its role. The raw value is a promise: it stands in the journal and in commands.
public enum TokenScope: String, Hashable, Sendable, CaseIterable {
    /// Push documents, corrections and withdrawals.
    case documentsWrite = "documents:write"
    /// Push debtors and creditors.
    case partiesWrite = "parties:write"
    /// Ask what became of what was pushed.
    case statusRead = "status:read"

    /// What it lets a program do, in the table of rights.
    public var verb: Verb {
        switch self {
        case .documentsWrite: .pushDocuments
        case .partiesWrite: .pushParties
        case .statusRead: .askStatus
        }
    }
}
