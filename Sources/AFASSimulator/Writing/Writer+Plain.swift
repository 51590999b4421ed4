import BridgeDomain
import BridgeHash
import BridgeJSON

/// Financial invoices' attributes, dossier items, allocation codes.
extension Writer {
    // MARK: FiInvoice (reference §7)

    func changeInvoices(_ elements: [Element], in books: inout Books) throws(Refusal) {
        for element in elements {
            let id = element.integer("UnId") ?? 0
            guard let unit = books.state.units[id], !user.hiddenUnits.contains(id) else { throw .functional(Wording.noUnit) }
            let key = try invoiceKey(element, unit)
            if element.text("AmCr") != nil, unit.invoices[key]?.balance.isZero ?? false {
                throw .functional(Wording.amountOfSettled(element.text("InId") ?? ""))
            }
            if let code = element.text("PaCd"), books.paymentConditions[code] == nil {
                throw .functional(
                    Wording.unknown(Labels.label("PaCd"), key: "KnPayCond", older: behaviour.olderTexts),
                    number: Wording.missingValueNumber)
            }
            let days = element.text("PaCd").flatMap { books.paymentConditions[$0]?.days }
            books.state.units[id]?.change(key, now: now) { invoice in apply(element, days, to: &invoice) }
        }
    }

    private func invoiceKey(_ element: Element, _ unit: UnitBooks) throws(Refusal) -> InvoiceKey {
        let kind = element.text("VaAd") == "3" ? AFASSandbox.LineKind.creditor : .debtor
        let number = element.text("InId") ?? ""
        // Samples work with the number alone, as long as it is one invoice.
        let found = unit.entries(ofInvoice: number).flatMap(\.lines).filter {
            $0.kind == kind && (element.text("DcNr") ?? $0.account) == $0.account
        }.map { InvoiceKey($0.kind, $0.account, number) }.filter { unit.invoices[$0] != nil }
        guard let key = Set(found).first, Set(found).count == 1 else {
            throw .functional(
                Wording.unknown(Labels.label("InId"), key: "FiInvoice", older: behaviour.olderTexts), number: Wording.missingValueNumber)
        }
        return key
    }

    private func apply(_ element: Element, _ days: Int?, to invoice: inout AFASSandbox.FinancialInvoice) {
        if let days {
            invoice.paymentCondition = element.text("PaCd")
            invoice.dueDate = invoice.date.adding(days: days)
        }
        if let date = element.date("ExDa") { invoice.dueDate = date }
        if let text = element.values["Ds"] { invoice.description = text.isEmpty ? nil : text }
        if let text = element.values["PaId"] { invoice.paymentReference = text.isEmpty ? nil : text }
        if let text = element.values["Fref"] { invoice.invoiceReference = text.isEmpty ? nil : text }
        let placed: Set<String> = ["UnId", "VaAd", "DcNr", "InId", "ExDa", "Ds", "PaId", "Fref", "PaCd"]
        invoice.further.merge(element.values.filter { !placed.contains($0.key) }) { $1 }
    }

    // MARK: KnSubject (reference §10)

    func addSubjects(_ elements: [Element], to books: inout Books) throws(Refusal) -> JSON {
        guard let element = elements.first else { throw .functional(Wording.wrongRoot("KnSubject")) }
        let links = element.elements("KnSubjectLink")
        for link in links { try check(link, books) }
        var attachments: [Subject.Attachment] = []
        for file in element.elements("KnSubjectAttachment") {
            guard let content = file.text("FileStream"), Base64.decode(content) != nil else { throw .functional(Wording.typeMismatch) }
            attachments.append(.init(name: file.text("FileName") ?? "", content: content))
        }
        let subject = Subject(
            id: 30_412 + books.state.subjects.count, fields: element.values, links: links.map(\.values), attachments: attachments)
        books.state.subjects.append(subject)
        return ["results": ["KnSubject": ["SbId": .string(String(subject.id))]]]
    }

    /// The invoice must be there first.
    private func check(_ link: Element, _ books: Books) throws(Refusal) {
        if let invoice = link.text("SiId") {
            let unit = link.integer("SiUn").flatMap { books.state.units[$0] }
            guard let unit, link.text("SiTp") == "1", !unit.entries(ofInvoice: invoice).isEmpty else {
                throw .functional(Wording.wrongDestination)
            }
        }
        if let relation = link.text("SfId"), let type = link.text("SfTp") {
            let isThere =
                switch type {
                case "3": books.state.organisations[relation] != nil
                case "4": books.state.debtors[relation] != nil
                case "11": books.state.creditors[relation] != nil
                default: false
                }
            guard isThere else { throw .functional(Wording.wrongDestination) }
        }
    }

    // MARK: KnDimCode (reference §11)

    func writeDimensionCodes(_ elements: [Element], to books: inout Books) throws(Refusal) {
        for element in elements {
            let (axis, code) = (element.integer("AxId") ?? 0, element.text("VbCo") ?? "")
            let place = books.state.dimensionCodes.firstIndex { $0.axis == axis && $0.code == code }
            if element.action == .insert {
                guard place == nil else { throw .functional(Wording.duplicateKey("Code")) }
                guard books.environment.axes.indices.contains(axis - 1) else {
                    throw .functional(
                        Wording.unknown(Labels.label("AxId"), key: "KnDimAx", older: behaviour.olderTexts),
                        number: Wording.missingValueNumber)
                }
                books.state.dimensionCodes.append(.init(axis, code, element.text("Ds") ?? code))
            }
            guard let place = place ?? (element.action == .insert ? books.state.dimensionCodes.indices.last : nil) else {
                throw .functional(
                    Wording.unknown(Labels.label("VbCo"), key: "KnDimCode", older: behaviour.olderTexts),
                    number: Wording.missingValueNumber)
            }
            if let text = element.text("Ds") { books.state.dimensionCodes[place].description = text }
            if element.values["Bl"] != nil { books.state.dimensionCodes[place].isBlocked = element.flag("Bl") }
        }
    }
}
