import BridgeDomain
import BridgeJSON

extension DocumentReader {
    /// What every kind of document carries: who it is.
    struct Head {
        var sourceID: SourceID?
        let administration: SourceAdministration
        let kind: DocumentKind
        let number: String?
        let version: Int

        init(_ fields: Fields, bridge: SourceAdministration) {
            sourceID = fields.required("id", fields.id)
            let named = fields.required("administration", fields.text)
            if let named, named != bridge.text { fields.problem(.valueUnknown, "administration", expected: bridge.text) }
            administration = named.map { SourceAdministration($0) } ?? bridge
            kind = fields.required("type") { fields.word($0, DocumentKind.self) } ?? .salesInvoice
            number = fields.required("number", fields.text)
            let version = fields.required("version", fields.integer)
            if let version, !(1...Int64(Int32.max)).contains(version) { fields.problem(.malformed, "version", expected: "1 or more") }
            self.version = version.map { Int(clamping: max(1, min($0, Int64(Int32.max)))) } ?? 1
        }

        /// The identifier; set before it is asked for.
        var id: SourceID { sourceID ?? SourceID("") }
        /// What identifies the document for good; without a number, `#` and the identifier.
        var key: DocumentKey { DocumentKey(administration, kind, DocumentNumber(number ?? "#\(id)")) }
    }
}

extension Fields {
    /// A currency of ISO 4217.
    func currency(_ name: String) -> Currency? {
        guard let text = text(name) else { return nil }
        if let currency = Currency(code: text) { return currency }
        problem(.currencyUnknown, name, found: text)
        return nil
    }

    /// The party a document names: its kind must fit the document's.
    func party(_ name: String, of kind: DocumentKind) -> DocumentParty? {
        guard let object = object(name) else { return nil }
        let named = object.required("kind") { object.word($0, WirePartyKind.self) }
        let wanted: WirePartyKind = kind.isSale ? .customer : .supplier
        if let named, named != wanted { object.problem(.valueUnknown, "kind", expected: wanted.rawValue) }
        guard let code = object.required("code", object.text) else { return nil }
        return DocumentParty(key: PartyKey(wanted.kind, PartyCode(code)), sourceID: object.id("id") ?? SourceID(""))
    }
}
