import BridgeDomain

/// An organisation or person: exists once, whatever it is to the company (reference §8).
struct Organisation: Sendable, Codable {
    /// BcCo.
    let code: String
    let isPerson: Bool
    /// Values by field id, in canonical text.
    var fields: [String: String]
    /// Visiting and postal address.
    var address: [String: String]?
    var postalAddress: [String: String]?
    var bankAccounts: [[String: String]] = []
    var modified: Int64

    subscript(field: String) -> String? { fields[field].flatMap { $0.isEmpty ? nil : $0 } }

    /// The name as it is shown.
    var name: String {
        guard isPerson else { return fields["Nm"] ?? "" }
        return ["FiNm", "Is", "LaNm"].compactMap { self[$0] }.joined(separator: " ")
    }
}

/// A sales or purchase relation: what makes an organisation a debtor or creditor.
struct RelationRecord: Sendable, Codable {
    /// DbId or CrId.
    let number: String
    /// BcCo of its organisation.
    var organisation: String
    /// Values by field id, in canonical text.
    var fields: [String: String]
    let created: Int64
    var modified: Int64

    subscript(field: String) -> String? { fields[field].flatMap { $0.isEmpty ? nil : $0 } }
    func flag(_ field: String) -> Bool { fields[field] == "true" }
}
