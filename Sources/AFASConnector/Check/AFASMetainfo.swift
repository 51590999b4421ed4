import BridgeDomain
import BridgeJSON

/// Compares metainfo with what we need (reference `afas-profit` §4).
enum AFASMetainfo {
    /// Names of the connectors an App Connector allows.
    static func names(_ list: String, in overview: JSON) -> [String] {
        (AFASVerdict.member(list, of: overview)?.array ?? []).compactMap { AFASVerdict.member("id", of: $0)?.string }
    }

    static func missing(_ connector: AFASNeeds.Connector, isGet: Bool) -> AFASFinding {
        let tab = isGet ? (nl: "GetConnectoren", en: "GetConnectors") : (nl: "UpdateConnectoren", en: "UpdateConnectors")
        let made =
            connector.isDelivered
            ? BilingualText(nl: "", en: "")
            : BilingualText(
                nl: "; Profit levert hem niet, maak hem volgens Documentation/vendors/afas.md",
                en: "; Profit does not deliver it, make it as Documentation/vendors/afas.md says")
        let until =
            connector.isForPayments
            ? BilingualText(nl: "; tot dan komen betalingen niet terug", en: "; until then payments do not come back")
            : BilingualText(nl: "", en: "")
        return AFASFinding(
            kind: .connectorMissing, subject: connector.name,
            text: BilingualText(
                nl: "\(connector.name) zit niet in de App Connector: voeg hem toe op het tabblad \(tab.nl)\(made.dutch)\(until.dutch)",
                en: "\(connector.name) is not in the App Connector: add it on the tab \(tab.en)\(made.english)\(until.english)"),
            isBlocking: !connector.isForPayments)
    }

    /// What a GetConnector lacks.
    static func findings(get need: AFASNeeds.Connector, _ metainfo: JSON) -> [AFASFinding] {
        findings(need.name, need.fields[""] ?? [], metainfo, remedy: getRemedy)
    }

    /// What an UpdateConnector lacks, object by object.
    static func findings(update need: AFASNeeds.Connector, _ metainfo: JSON) -> [AFASFinding] {
        need.fields.sorted { $0.key < $1.key }.flatMap { path, fields -> [AFASFinding] in
            var object: JSON? = metainfo
            let parts = path.split(separator: "/")
            for part in parts.dropFirst() {
                object = AFASVerdict.member("objects", of: object ?? .null)?.array?.first {
                    AFASVerdict.member("name", of: $0)?.string == String(part)
                }
            }
            let subject = parts.count <= 1 ? need.name : "\(need.name)/\(parts.dropFirst().joined(separator: "/"))"
            return findings(subject, fields, object ?? .null, remedy: updateRemedy)
        }
    }

    private static func findings(
        _ subject: String, _ fields: [AFASNeeds.Field], _ object: JSON, remedy: BilingualText
    ) -> [AFASFinding] {
        let known = Dictionary(
            (AFASVerdict.member("fields", of: object)?.array ?? []).compactMap { field in
                AFASVerdict.member("fieldId", of: field)?.string.map { ($0, field) }
            }
        ) { first, _ in first }
        return fields.compactMap { field in
            guard let found = known[field.id] else { return missing(field, subject, remedy) }
            return tooShort(field, found, subject)
        }
    }

    private static func missing(_ field: AFASNeeds.Field, _ subject: String, _ remedy: BilingualText) -> AFASFinding {
        AFASFinding(
            kind: .fieldMissing, subject: "\(subject)/\(field.id)",
            text: BilingualText(
                nl: "\(subject) heeft geen veld \(field.id): \(remedy.dutch)", en: "\(subject) has no field \(field.id): \(remedy.english)"),
            isBlocking: !field.isOptional)
    }

    private static func tooShort(_ field: AFASNeeds.Field, _ found: JSON, _ subject: String) -> AFASFinding? {
        let isText = AFASVerdict.member("dataType", of: found)?.string?.lowercased() == "string"
        let length = AFASVerdict.member("length", of: found)?.integer ?? 0
        // A length of 0 is none.
        guard isText, let needed = field.length, length > 0, length < needed else { return nil }
        return AFASFinding(
            kind: .fieldTooShort, subject: "\(subject)/\(field.id)",
            text: BilingualText(
                nl:
                    "het veld \(field.id) van \(subject) heeft \(length) tekens, nodig zijn er \(needed): verleng het, of kies een ander veld",
                en:
                    "the field \(field.id) of \(subject) has \(length) characters where \(needed) are needed: lengthen it, or choose another field"
            ),
            isBlocking: !field.isOptional)
    }

    private static let getRemedy = BilingualText(
        nl: "voeg het toe aan de GetConnector, met deze naam, en geef de gebruiker er recht op",
        en: "add it to the GetConnector under this name, and give the user the right to it")
    private static let updateRemedy = BilingualText(
        nl: "geef de gebruiker van de App Connector recht op dit veld", en: "give the App Connector's user the right to this field")
}
