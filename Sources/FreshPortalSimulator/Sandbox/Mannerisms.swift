import BridgeJSON

/// Rewrites a clean message with the habits that are switched on (reference freshportal §3).
struct Mannerisms {
    let quirks: SandboxQuirks

    private static let decimals: Set<String> = [
        "packages", "per_package", "quantity", "unit_price", "discount_percent", "net", "vat", "gross", "base", "prepaid", "payable",
        "rate",
        "vat_rate", "exchange_rate", "debit", "credit", "vat_base",
    ]
    private static let dates: Set<String> = ["invoice_date", "supply_date", "due_date", "date"]
    private static let codes: Set<String> = ["code", "product", "number", "vat_code", "product_group", "unit", "country", "currency"]
    private static let signed: Set<String> = ["quantity", "packages", "net", "base", "vat", "gross", "prepaid", "payable"]

    private var rewritesDocuments: Bool {
        quirks.commaDecimals || quirks.thousandsSeparators || quirks.dayFirstDates || quirks.trailingSpaces || quirks.negativeCreditNotes
            || quirks.zeroIDs
    }

    /// A document's text as it goes out.
    func text(of document: StoredDocument) -> String {
        guard rewritesDocuments, let json = try? JSON(parsing: document.wireText) else { return document.wireText }
        return self.document(json, dayFirst: quirks.dayFirstDates && document.id.isMultiple(of: 2)).description
    }

    /// A party's text as it goes out.
    func text(of party: StoredParty) -> String {
        guard rewritesDocuments, let json = try? JSON(parsing: party.wireText) else { return party.wireText }
        return self.party(json).description
    }

    private func document(_ json: JSON, dayFirst: Bool) -> JSON {
        var json = json
        if quirks.negativeCreditNotes, json["type"]?.string?.hasSuffix("credit_note") == true { json = negated(json) }
        if quirks.zeroIDs { json = json.changing("invoice_to") { _ in 0 }.changing("deliver_to") { $0.changing("id") { _ in 0 } } }
        return written(json, dayFirst: dayFirst)
    }

    private func party(_ json: JSON) -> JSON {
        let json = quirks.zeroIDs ? json.changing("merged_into") { $0.isNull ? 0 : $0 } : json
        return written(json, dayFirst: false)
    }

    private func negated(_ json: JSON) -> JSON {
        switch json {
        case .array(let elements): .array(elements.map(negated))
        case .object(let members):
            .object(
                members.map { member in
                    guard Self.signed.contains(member.name), let text = member.value.string else {
                        return JSON.Member(member.name, negated(member.value))
                    }
                    return JSON.Member(member.name, .string(opposite(text)))
                })
        default: json
        }
    }

    private func opposite(_ text: String) -> String {
        if text.hasPrefix("-") { return String(text.dropFirst()) }
        return text.allSatisfy { $0 == "0" || $0 == "." } ? text : "-" + text
    }

    private func written(_ json: JSON, dayFirst: Bool) -> JSON {
        switch json {
        case .array(let elements): .array(elements.map { written($0, dayFirst: dayFirst) })
        case .object(let members):
            .object(
                members.map { member in
                    guard let text = member.value.string else { return JSON.Member(member.name, written(member.value, dayFirst: dayFirst)) }
                    return JSON.Member(member.name, .string(written(text, member.name, dayFirst: dayFirst)))
                })
        default: json
        }
    }

    private func written(_ text: String, _ name: String, dayFirst: Bool) -> String {
        if Self.decimals.contains(name) { return decimal(text) }
        if dayFirst, Self.dates.contains(name) { return text.split(separator: "-").reversed().joined(separator: "-") }
        if quirks.trailingSpaces, Self.codes.contains(name) { return text + " " }
        return text
    }

    /// A number as it goes out.
    func decimal(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { return text }
        let (mark, separator) = quirks.commaDecimals ? (",", ".") : (".", ",")
        // A lone separator would be read as the decimal one, so whole numbers are left alone.
        let whole = quirks.thousandsSeparators && parts.count == 2 ? grouped(first, separator) : String(first)
        return parts.count == 2 ? "\(whole)\(mark)\(parts[1])" : whole
    }

    private func grouped(_ digits: Substring, _ separator: String) -> String {
        let isNegative = digits.hasPrefix("-")
        var rest = isNegative ? digits.dropFirst() : digits
        var groups: [Substring] = []
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (isNegative ? "-" : "") + groups.joined(separator: separator)
    }
}
