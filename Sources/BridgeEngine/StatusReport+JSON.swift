import BridgeDomain
import BridgeJSON
import BridgeSource

// Every move of a posting that the source is to know of is kept as such a text: by hand, because a coder for anything takes longer than all
// else that is done for a report.
extension StatusReport {
    /// Compact JSON with the members in order of name, those without a value left out.
    var json: JSON {
        var members: [JSON.Member] = []
        func add(_ name: String, _ text: String?) { if let text { members.append(JSON.Member(name, .string(text))) } }
        add("daybook", daybook?.text)
        add("document", document.text)
        members.append(JSON.Member("documentVersion", .number(documentVersion)))
        add("message", message)
        if let period { members.append(JSON.Member("period", ["number": .number(period.number), "year": .number(period.year)])) }
        add("postedAt", postedAt?.description)
        add("status", status.rawValue)
        add("target", target)
        add("targetAdministration", targetAdministration.text)
        add("targetID", targetID?.text)
        add("targetNumber", targetNumber)
        return .object(members)
    }

    /// Reads what ``json`` wrote; nil for anything else.
    init?(json bytes: [UInt8]) {
        guard let json = try? JSON(parsing: bytes), let document = json["document"]?.string,
            let version = json["documentVersion"]?.integer.flatMap({ Int(exactly: $0) }), let target = json["target"]?.string,
            let administration = json["targetAdministration"]?.string,
            let status = json["status"]?.string.flatMap({ Status(rawValue: $0) })
        else { return nil }
        self.init(
            document: SourceID(document), documentVersion: version, target: target,
            targetAdministration: TargetAdministration(administration), status: status, targetNumber: json["targetNumber"]?.string,
            targetID: json["targetID"]?.string.map { TargetID($0) }, daybook: json["daybook"]?.string.map { DaybookCode($0) },
            period: json["period"].flatMap { Self.period($0) }, postedAt: json["postedAt"]?.string.flatMap { Timestamp($0) },
            message: json["message"]?.string)
    }

    private static func period(_ json: JSON) -> Period? {
        guard let year = json["year"]?.integer.flatMap({ Int(exactly: $0) }),
            let number = json["number"]?.integer.flatMap({ Int(exactly: $0) })
        else { return nil }
        return Period(year: year, number: number)
    }
}
