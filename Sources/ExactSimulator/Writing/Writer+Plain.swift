import BridgeDomain

/// What must be there and be unique in master data and documents (reference §7).
extension Writer {
    private struct Rules {
        var mandatory: [(Field, Text)] = []
        /// Fields that name rows of another table by key.
        var references: [(Field, TableName, Text)] = []
        var hasUniqueCode = false
        var topic: String?
    }

    private var rules: Rules {
        switch resource.table {
        case .ledgerAccounts:
            Rules(mandatory: [(.Code, .code), (.Description, .description)], hasUniqueCode: true, topic: "GLAccounts")
        case .vatCodes, .costCentres, .costUnits, .paymentConditions:
            Rules(mandatory: [(.Code, .code), (.Description, .description)], hasUniqueCode: true)
        case .journals:
            Rules(
                mandatory: [(.Code, .code), (.Description, .description), (.TypeCode, .type)],
                references: [(.GLAccount, .ledgerAccounts, .ledgerAccount)], hasUniqueCode: true)
        case .rates: Rules(mandatory: [(.SourceCurrency, .currency), (.Rate, .rate), (.StartDate, .startDate)])
        case .contacts: Rules(mandatory: [(.Account, .account)], references: [(.Account, .accounts, .account)])
        case .bankAccounts:
            Rules(mandatory: [(.Account, .account), (.BankAccount, .bankAccount)], references: [(.Account, .accounts, .account)])
        case .addresses: Rules(references: [(.Account, .accounts, .account)])
        case .documents:
            Rules(
                mandatory: [(.Subject, .subject), (.TypeCode, .type)], references: [(.Account, .accounts, .account)], topic: "Documents")
        case .attachments:
            Rules(
                mandatory: [(.Document, .document), (.FileName, .fileName), (.Attachment, .attachment)],
                references: [(.Document, .documents, .document)])
        case .webhooks: Rules(mandatory: [(.CallbackURL, .callbackURL), (.Topic, .topic)])
        default: Rules()
        }
    }

    func createPlain(_ sent: Properties) throws(Refusal) -> Row {
        var row = newRow(sent)
        try check(row, replacing: nil)
        try complete(&row)
        write(row)
        if let topic = rules.topic { books.note(topic, "Create", row.id, endpoint: resource.schema.path, now: now) }
        return row
    }

    func updatePlain(_ old: Row, _ sent: Properties) throws(Refusal) {
        var row = Self.merged(old, sent)
        // Codes of cost centres cannot change after creation (reference §7.26).
        if resource.table == .costCentres { row[.Code] = old[.Code] }
        try check(row, replacing: old)
        write(row)
        if let topic = rules.topic { books.note(topic, "Update", row.id, endpoint: resource.schema.path, now: now) }
    }

    func deletePlain(_ row: Row) throws(Refusal) {
        if resource.table == .ledgerAccounts, books[.ledgerLines].first(.GLAccount, row.key) != nil {
            throw .business(Wording.inUse(.ledgerAccount))
        }
        books.files[row.id] = nil
        books.delete(resource.table, row.id, now: now)
        if let topic = rules.topic { books.note(topic, "Delete", row.id, endpoint: resource.schema.path, now: now) }
    }

    private func check(_ row: Row, replacing old: Row?) throws(Refusal) {
        let rules = rules
        var problems: [Text] = []
        for (field, noun) in rules.mandatory where row[field].isNull { problems.append(Wording.mandatory(noun)) }
        if resource.table == .contacts, row[.FirstName].isNull, row[.LastName].isNull {
            problems.append(Wording.mandatory(.firstOrLastName))
        }
        for (field, table, noun) in rules.references {
            if let key = row[field].guid, books[table][key] == nil { problems.append(Wording.invalidReference(noun)) }
        }
        if rules.hasUniqueCode, let holder = books[resource.table].first(.Code, row[.Code]), holder.key != old?.key {
            problems.append(Wording.alreadyExists(.code))
        }
        if resource.table == .vatCodes, (row.code(.Code)?.utf8.count ?? 0) > 3 { problems.append(Wording.invalid(.code)) }
        if resource.table == .rates, let code = row.string(.SourceCurrency), !books.hasCurrency(code) {
            problems.append(Wording.invalidReference(.currency))
        }
        if resource.table == .webhooks { problems += webhookProblems(row, replacing: old) }
        guard problems.isEmpty else { throw .business(problems) }
    }

    private func webhookProblems(_ row: Row, replacing old: Row?) -> [Text] {
        var problems: [Text] = []
        if let address = row.string(.CallbackURL), !address.hasPrefix("https://"), !Redirect.isLoopback(address) {
            problems.append(Wording.invalid(.callbackURL))
        }
        let isTaken = books[.webhooks].rows.contains { other in
            other.key != old?.key && other[.Topic] == row[.Topic] && other[.ClientID] == clientValue
        }
        if isTaken { problems.append(Text("Data already exists", "Gegeven bestaat reeds")) }
        return problems
    }

    private var clientValue: Value { GUID(session.clientID).map { .guid($0) } ?? .string(session.clientID) }

    /// What the service adds to a new row.
    private func complete(_ row: inout Row) throws(Refusal) {
        switch resource.table {
        case .rates: row[.TargetCurrency] = .string(books.settings.currency)
        case .bankAccounts:
            if row[.TypeCode].isNull { row[.TypeCode] = "A" }
        case .documents:
            books.lastDocumentNumber += 1
            if row[.HID].isNull { row[.HID] = .integer(books.lastDocumentNumber) }
            if row[.DocumentDate].isNull { row[.DocumentDate] = .date(session.today) }
        case .attachments:
            guard let file = row.string(.Attachment).flatMap({ Base64Text.decode($0) }) else {
                throw .syntax(
                    "Error processing request stream. An error encountered converting the value for property 'Attachment' to type 'Byte[]'."
                )
            }
            row[.Attachment] = .null
            row[.FileSize] = .decimal(ExactDecimal(Int64(file.count)))
            row[.Url] = .string("\(session.origin)/docs/SysAttachment.aspx?ID=\(row.id)&_Division_=\(books.settings.code)")
            books.files[row.id] = file
        case .webhooks:
            row[.ClientID] = clientValue
            row[.Description] = .string(session.settings.apps.first { $0.clientID == session.clientID }?.name)
        default: break
        }
    }
}
