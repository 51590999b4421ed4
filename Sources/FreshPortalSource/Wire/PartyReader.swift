import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

/// Reads a customer or supplier of `finance/v1` (reference freshportal §4.2), collecting all problems.
struct PartyReader {
    let kind: PartyKind

    /// Reads a row. Never fails: what cannot be read is an item with problems and without a party.
    func read(_ json: JSON) -> SourceParty {
        let findings = Findings()
        let fields = Fields(json, findings)
        let raw = Self.content(of: json).bytes
        guard json.members != nil else {
            findings.add(.malformed, at: Place("party"), found: json.description, expected: "an object")
            return SourceParty(key: substituteKey(json, nil, raw: raw), raw: raw, party: nil, problems: findings.problems)
        }
        let id = fields.required("id", fields.id)
        let code = fields.required("code", fields.text)
        let key = code.map { PartyKey(kind, PartyCode($0)) } ?? substituteKey(json, id, raw: raw)
        let party = party(fields, key, id)
        return SourceParty(key: key, raw: raw, party: findings.isClean ? party : nil, problems: findings.problems)
    }

    /// Reads a text that was kept.
    func read(_ raw: [UInt8]) throws(SourceError) -> SourceParty {
        do throws(JSONError) { return read(try JSON(parsing: raw)) } catch {
            throw SourceError(.unavailable, "the state file holds no readable text for a party; move it away and read again")
        }
    }

    /// The party without its place in the stream and the moment of its last touch: neither is content.
    static func content(of json: JSON) -> JSON {
        guard case .object(let members) = json else { return json }
        return .object(members.filter { $0.name != "sequence" && $0.name != "changed_at" })
    }

    private func substituteKey(_ json: JSON, _ id: SourceID?, raw: [UInt8]) -> PartyKey {
        let name = id?.text ?? json["sequence"]?.integer.map { "sequence-\($0)" } ?? "content-\(SHA256.hash(raw).hex.prefix(16))"
        return PartyKey(kind, PartyCode("#\(name)"))
    }

    private func party(_ fields: Fields, _ key: PartyKey, _ id: SourceID?) -> Party? {
        let name = fields.required("name", fields.text)
        let country = fields.required("country", fields.text)
        guard let name, let country, let id else { return nil }
        var party = Party(key: key, sourceID: id, name: name, country: country)
        readIdentity(of: &party, fields)
        readTerms(of: &party, fields)
        party.billingAddress = address(fields) ?? PostalAddress(country: country)
        party.blocked = fields.truth("blocked") ?? false
        party.active = fields.truth("active") ?? true
        party.mergedInto = mergedInto(fields)
        return party
    }

    private func readIdentity(of party: inout Party, _ fields: Fields) {
        party.secondName = fields.text("name2")
        party.legalForm = fields.text("legal_form")
        party.chamberOfCommerce = fields.text("kvk")
        party.vatNumber = fields.text("vat_number")
        party.vatNumberValid = vatVerdict(fields)
        party.gln = fields.text("gln")
        party.eori = fields.text("eori")
        party.language = fields.text("language")
        party.customerGroup = fields.text("customer_group")
        party.email = fields.texts("email_invoices")
    }

    private func readTerms(of party: inout Party, _ fields: Fields) {
        party.currency = fields.currency("currency")
        party.paymentTermDays = paymentTermDays(fields)
        party.paymentTermCode = fields.text("payment_term_code")
        party.creditLimit = fields.money("credit_limit", party.currency ?? .eur)
        party.countryGroup = fields.word("collective_account_group", WireCountryGroup.self)?.group
        party.iban = fields.text("iban") ?? fields.object("direct_debit")?.text("iban")
        party.packagingPolicy = fields.text("packaging_policy")
    }

    private func paymentTermDays(_ fields: Fields) -> Int? {
        guard let days = fields.integer("payment_term_days") else { return nil }
        guard (0...365).contains(days) else {
            fields.problem(.malformed, "payment_term_days", expected: "0 to 365")
            return nil
        }
        return Int(days)
    }

    /// The verdict of the last check; an answer that was not available says nothing (dutch-finance §13).
    private func vatVerdict(_ fields: Fields) -> Bool? {
        switch fields.value("vat_check_result") {
        case .bool(let verdict)?: verdict
        case .string("valid")?: true
        case .string("invalid")?: false
        default: nil
        }
    }

    private func address(_ fields: Fields) -> PostalAddress? {
        guard let object = fields.object("billing_address") else { return nil }
        return PostalAddress(
            street: object.text("street") ?? "", houseNumber: object.text("number") ?? "", addition: object.text("addition") ?? "",
            postcode: object.text("postcode") ?? "", city: object.text("city") ?? "", region: object.text("region") ?? "",
            country: object.text("country") ?? fields.text("country") ?? "")
    }

    /// A code; 0 means not merged. A bare number above 0 would be an id, for which a reader has no map.
    private func mergedInto(_ fields: Fields) -> PartyCode? {
        switch fields.value("merged_into") {
        case nil, .number("0")?, .string("0")?: return nil
        case .number?:
            fields.problem(.valueUnknown, "merged_into", expected: "the code of the party that lives on")
            return nil
        case _?: return fields.text("merged_into").map { PartyCode($0) }
        }
    }
}

/// The groups of collective accounts as FreshPortal names them.
private enum WireCountryGroup: String, CaseIterable {
    case domestic, eu
    case nonEU = "non-eu"

    var group: CountryGroup {
        switch self {
        case .domestic: .domestic
        case .eu: .eu
        case .nonEU: .nonEU
        }
    }
}

extension Fields {
    /// One address or a list of them, of which the first counts.
    fileprivate func texts(_ name: String) -> String? {
        guard let list = value(name)?.array else { return text(name) }
        return list.first?.string.map { WireText.trimmed($0) }
    }
}
