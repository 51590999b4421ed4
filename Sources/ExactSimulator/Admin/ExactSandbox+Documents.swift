import BridgeJSON

/// Looking at documents and their files from outside the service's own interface.
extension ExactSandbox {
    /// A document as it stands in the books.
    public struct BookedDocument: Hashable, Sendable {
        /// The service's key.
        public let id: String
        public let subject: String
        /// 10 sales invoice, 20 purchase invoice, …
        public let type: Int
        /// The account's number without padding.
        public let account: String?
        /// The key of the entry it says it belongs to.
        public let entry: String?
        /// Whether that entry points back at it.
        public let isLinked: Bool
        /// The names of its files.
        public let files: [String]
    }

    /// Every document of a division, oldest first.
    public func documents(in division: Int) -> [BookedDocument] {
        guard let books = books[division] else { return [] }
        return books[.documents].rows.map { row in
            let entry = row[.FinancialTransactionEntryID].guid
            return BookedDocument(
                id: row.id.description, subject: row.string(.Subject) ?? "", type: row.integer(.TypeCode),
                account: Derived.linked(row, .Account, .accounts, books).code(.Code), entry: entry?.description,
                isLinked: entry.flatMap { books[.entries][$0] }.map { $0[.Document] == row.key } ?? false,
                files: books[.attachments].rows(.Document, row.key).compactMap { $0.string(.FileName) })
        }
    }

    /// The content of a document's file of that name.
    public func file(_ name: String, of document: String, in division: Int) -> [UInt8]? {
        guard let books = books[division], let key = GUID(document) else { return nil }
        let row = books[.attachments].rows(.Document, .guid(key)).first { $0.string(.FileName) == name }
        return row.flatMap { books.files[$0.id] }
    }
}

extension ExactSandbox.BookedDocument {
    /// As the keeper's door shows it.
    var json: JSON {
        [
            "id": .string(id), "subject": .string(subject), "type": .number(type), "account": .string(account), "entry": .string(entry),
            "isLinked": .bool(isLinked), "files": .array(files.map { .string($0) }),
        ]
    }
}
