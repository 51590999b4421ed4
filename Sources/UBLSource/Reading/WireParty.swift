import BridgeDomain
import BridgeXML

/// Supplier or customer as a file names them. A class: a party has some twenty texts, and every look at one would copy them all.
final class WireParty {
    /// A number and the scheme it belongs to (ISO 6523, as Peppol uses it): `0106` chamber of commerce, `0190` OIN, `0088` GLN.
    struct Number {
        var scheme: String?
        var text: String
    }

    var name: String?
    var tradeName: String?
    /// The normal form where it can be judged, else letters and digits as they came.
    var vatNumber: String?
    /// The register's number.
    var company: Number?
    var endpoint: Number?
    /// Numbers the other side knows the party by.
    var identifications: [Number] = []
    var address = PostalAddress()
    var email: String?
    /// The line of the file, for what is missing.
    var fileLine: Int?

    init(_ party: XMLNode?, _ elements: Elements) {
        fileLine = elements.line(party)
        guard let party else { return }
        let entity = elements.child(party, .partyLegalEntity)
        name = elements.text(entity, .registrationName)
        tradeName = elements.text(elements.child(party, .partyName), .name)
        endpoint = Self.number(elements.child(party, .endpointID), elements)
        company = Self.number(elements.child(entity, .companyID), elements)
        elements.each(.partyIdentification, in: party) {
            if let number = Self.number(elements.child($0, .id), elements) { identifications.append(number) }
        }
        elements.each(.partyTaxScheme, in: party) { scheme in
            // Other schemes hold tax numbers that are no VAT numbers.
            guard vatNumber == nil, elements.text(elements.child(scheme, .taxScheme), .id).map({ $0.uppercased() == "VAT" }) ?? true else {
                return
            }
            vatNumber = elements.text(scheme, .companyID).map { VATNumber($0)?.text ?? UBLSettings.compact($0) }
        }
        email = elements.text(elements.child(party, .contact), .electronicMail)
        address = Self.address(elements.child(party, .postalAddress), elements)
    }

    /// ISO 3166 alpha-2; empty when not given.
    var country: String { address.country }

    var gln: String? { ([endpoint] + identifications.map(Optional.some)).compactMap { $0 }.first { $0.scheme == Scheme.gln }?.text }

    /// The code the party has for us. UBL has none of ours, so it is, in this order: for a customer of ours the number that the invoice
    /// gives it without a scheme (ours, because we wrote it); the VAT number; the register's number; the electronic address; any other
    /// number. nil without all of these: a name is no key.
    func code(isOurCustomer: Bool) -> PartyCode? {
        let ours = isOurCustomer ? identifications.first { $0.scheme == nil }?.text : nil
        let text = ours ?? vatNumber ?? company?.code ?? endpoint?.code ?? identifications.first?.code
        return text.map { PartyCode($0) }
    }

    /// Every number by which we may be recognised.
    func isKnown(by own: Set<String>) -> Bool {
        guard !own.isEmpty else { return false }
        var numbers = identifications.map(\.text)
        numbers += [vatNumber, company?.text, endpoint?.text].compactMap { $0 }
        return numbers.contains { own.contains(UBLSettings.compact($0)) }
    }

    private enum Scheme {
        static let gln = "0088"
    }

    private static func number(_ node: XMLNode?, _ elements: Elements) -> Number? {
        elements.text(node).map { Number(scheme: elements.attribute(.schemeID, of: node), text: $0) }
    }

    private static func address(_ node: XMLNode?, _ elements: Elements) -> PostalAddress {
        guard let node else { return PostalAddress() }
        return PostalAddress(
            street: elements.text(node, .streetName) ?? "", addition: elements.text(node, .additionalStreetName) ?? "",
            postcode: elements.text(node, .postalZone) ?? "", city: elements.text(node, .cityName) ?? "",
            region: elements.text(node, .countrySubentity) ?? "",
            country: elements.text(elements.child(node, .country), .identificationCode)?.uppercased() ?? "")
    }
}

extension WireParty.Number {
    /// The Dutch registers by their own name; other schemes by their number.
    var code: String {
        switch scheme {
        case "0106": "KVK\(text)"
        case "0190": "OIN\(text)"
        case nil: text
        case .some(let scheme): "\(scheme):\(text)"
        }
    }
}

extension WireParty {
    /// The debtor or creditor.
    func party(_ key: PartyKey, currency: Currency?, iban: String?) -> Party {
        var party = Party(key: key, sourceID: SourceID(key.code.text), name: name ?? tradeName ?? "", country: country)
        party.secondName = tradeName == party.name ? nil : tradeName
        // What another country's register gives is kept too; its form is judged for the Netherlands only.
        party.chamberOfCommerce = company.flatMap { $0.scheme == nil || $0.scheme == "0106" ? $0.text : nil }
        party.vatNumber = vatNumber
        party.gln = gln
        party.currency = currency
        party.email = email
        party.billingAddress = address
        party.iban = iban
        return party
    }
}
