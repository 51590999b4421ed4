import BridgeDomain

/// Finds or makes the organisation or person of a message, by the match code it names (reference §8.2).
struct OrganisationWriter {
    private let writer: Writer
    private let isPerson: Bool

    init(_ writer: Writer, isPerson: Bool) {
        self.writer = writer
        self.isPerson = isPerson
    }

    private var code: String { isPerson ? "MatchPer" : "MatchOga" }
    private var alwaysNew: String { isPerson ? "7" : "6" }

    /// The number of the organisation that was written.
    ///
    /// - Parameter own: the organisation the relation has already.
    func write(_ element: Element, own: String?, to books: inout Books) throws(Refusal) -> String {
        try check(element, books)
        let match = element.text(code) ?? "0"
        if match == "9", let own, books.state.organisations[own] != nil { return try update(own, element, &books) }
        if match == alwaysNew { return try insert(element, &books) }
        if match == "0" {
            guard let number = element.text("BcCo") else {
                guard element.action == .insert else { throw .functional(Wording.noMatch) }
                return try insert(element, &books)
            }
            guard books.state.organisations[number]?.isPerson == isPerson else { throw .functional(Wording.noMatch) }
            return try update(number, element, &books)
        }
        let found = books.state.organisations.values.filter { $0.isPerson == isPerson && matches($0, element, match) }
        guard found.count <= 1 else { throw .functional(Wording.severalMatches) }
        // One hit wins over what the message asked for.
        if let organisation = found.first { return try update(organisation.code, element, &books) }
        return try insert(element, &books)
    }

    private func matches(_ organisation: Organisation, _ element: Element, _ match: String) -> Bool {
        func same(_ field: String) -> Bool { element.text(field).map { $0 == organisation[field] } ?? false }
        func sameAddress(_ object: String, _ address: [String: String]?) -> Bool {
            guard let wanted = element.elements(object).first, let address else { return false }
            return ["CoId", "Ad", "HmNr", "ZpCd", "Rs"].allSatisfy { (wanted.text($0) ?? "") == (address[$0] ?? "") }
        }
        let name = same("LaNm") && same("FiNm")
        return switch (isPerson, match) {
        case (false, "1"): same("CcNr")
        case (false, "2"): same("FiNr")
        case (false, "3"): same("Nm")
        case (false, "4"): sameAddress("KnBasicAddressAdr", organisation.address)
        case (false, "5"): sameAddress("KnBasicAddressPad", organisation.postalAddress)
        case (true, "2"): name
        case (true, "3"): name && same("EmAd")
        case (true, "4"): name && same("MbNr")
        case (true, "5"): name && same("TeNr")
        case (true, "6"): name && same("DaBi")
        default: false
        }
    }

    // MARK: Writing

    private func insert(_ element: Element, _ books: inout Books) throws(Refusal) -> String {
        let name = isPerson ? "LaNm" : "Nm"
        guard element.text(name) != nil else { throw RelationWriter(writer).missing(name) }
        let number: String
        if let given = element.text("BcCo"), !element.flag("AutoNum") {
            guard books.state.organisations[given] == nil else { throw .functional(Wording.duplicateKey("Organisatie/persoon")) }
            number = given
        } else {
            number = books.nextOrganisation()
        }
        books.state.organisations[number] = Organisation(code: number, isPerson: isPerson, fields: [:], modified: writer.now)
        return try update(number, element, &books)
    }

    private func update(_ number: String, _ element: Element, _ books: inout Books) throws(Refusal) -> String {
        guard var organisation = books.state.organisations[number] else { throw .functional(Wording.noMatch) }
        let notKept: Set<String> = [code, "BcCo", "BcId", "AutoNum"]
        organisation.fields.merge(element.values.filter { !notKept.contains($0.key) }) { $1 }
        if let address = element.elements("KnBasicAddressAdr").first {
            organisation.address = (organisation.address ?? [:]).merging(address.values) { $1 }
            if element.flag("PadAdr") { organisation.postalAddress = organisation.address }
        }
        if let address = element.elements("KnBasicAddressPad").first {
            organisation.postalAddress = (organisation.postalAddress ?? [:]).merging(address.values) { $1 }
        }
        for account in element.elements("KnBankAccount") {
            let isThere = organisation.bankAccounts.contains { $0["Iban"] == account.text("Iban") && $0["BaAc"] == account.text("BaAc") }
            // Insert only: the same one again is a double (reference §8.2).
            guard !isThere else { throw .functional(Wording.duplicateKey("Bankrekening")) }
            organisation.bankAccounts.append(account.values)
        }
        organisation.modified = writer.now
        books.state.organisations[number] = organisation
        return number
    }

    // MARK: Checks

    private func check(_ element: Element, _ books: Books) throws(Refusal) {
        let relations = RelationWriter(writer)
        for (name, below) in element.objects where name != "KnContact" {
            for item in below {
                if let country = item.text("CoId"), !books.countries.contains(country) { throw relations.unknown("CoId", "KnCountry") }
                guard name == "KnBankAccount" else { continue }
                guard item.text("Iban") != nil || item.text("BaAc") != nil else { throw relations.missing("Iban") }
                if item.flag("IbCk"), let iban = item.text("Iban"), !Self.isIBAN(iban) { throw .functional(Wording.ibanInvalid) }
            }
        }
    }

    /// ISO 13616: the first four characters moved behind, letters as numbers, remainder 1 modulo 97.
    private static func isIBAN(_ text: String) -> Bool {
        let compact = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard (15...34).contains(compact.count) else { return false }
        var remainder = 0
        for byte in compact.dropFirst(4) + compact.prefix(4) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): remainder = (remainder * 10 + Int(byte - UInt8(ascii: "0"))) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): remainder = (remainder * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            default: return false
            }
        }
        return remainder == 1
    }
}
