import BridgeDomain
import BridgeHTTP
import BridgeJSON
import KingSimulator
import Synchronization
import Testing

/// A clock that stands still until it is moved.
final class StandingClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-03-12T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A client's desk: a sandbox, its clock, its folder, and the calls tests make, written by hand from the reference.
struct Desk {
    let clock = StandingClock()
    let folder = MemoryImportFolder()
    let sandbox: KingSandbox
    var code = "A1B2C"

    init(_ change: (inout KingSandbox.Settings) -> Void = { _ in }) {
        var settings = KingSandbox.Settings()
        change(&settings)
        sandbox = KingSandbox(settings, clock: clock, folder: folder)
    }

    func send(_ request: HTTPRequest) async -> Answer {
        switch await sandbox.answer(request) {
        case .respond(let response): Answer(response, .whole)
        case .drop: Answer(HTTPResponse(status: 0), .dropped)
        case .truncate(let response, let bytes): Answer(response, .cut(bytes))
        }
    }

    // MARK: Plain HTTP

    /// A form to the endpoint of plain HTTP.
    func form(_ fields: [(name: String, value: String)]) async -> Answer {
        await send(
            HTTPRequest(
                .post, target: "/ws1_api.aspx", fields: ["Content-Type": "application/x-www-form-urlencoded"],
                body: Array(FormCoding.encode(fields).utf8)))
    }

    func login() async -> String {
        await form([("ACTIE", "LOGIN"), ("PARTNERKEY", "demo-partner"), ("OMGEVINGSCODE", code)]).value("SESSIONID")
    }

    /// An action in a session of its own, or in the one given.
    func action(_ name: String, session: String? = nil, _ fields: [(name: String, value: String)] = []) async -> Answer {
        var id = session ?? ""
        if session == nil { id = await login() }
        return await form([("ACTIE", name), ("PARTNERKEY", "demo-partner"), ("OMGEVINGSCODE", code), ("SESSIONID", id)] + fields)
    }

    func select(_ selection: String, session: String? = nil) async -> Answer {
        await action("GETSTAMTABELRECORDS", session: session, [("SELECTIE", selection)])
    }

    func info(_ table: String, _ columns: String, order: String) async -> Answer {
        await action("GETADMINFO", [("SELECTIE", Message.selection(table, columns, order: order))])
    }

    func create(_ document: String) async -> Answer { await action("CREATESTAMTABELRECORD", [("STAMTABEL", document)]) }
    func update(_ document: String) async -> Answer { await action("UPDATESTAMTABELRECORD", [("MUTATIE", document)]) }
    func delete(_ document: String) async -> Answer { await action("DELETESTAMTABELRECORD", [("MUTATIE", document)]) }
    func book(_ rows: [String], session: String? = nil) async -> Answer {
        await action("CREATEJOURNAALPOST", session: session, [("JOURNAALPOST", Message.entry(rows))])
    }

    // MARK: SOAP

    /// An operation of SOAP; values are put in as CDATA.
    func soap(_ operation: String, _ parameters: [(String, String)], version12: Bool = false) async -> Answer {
        let space = version12 ? "http://www.w3.org/2003/05/soap-envelope" : "http://schemas.xmlsoap.org/soap/envelope/"
        let inner = parameters.map { "<\($0.0)><![CDATA[\($0.1)]]></\($0.0)>" }.joined()
        let body =
            "<soap:Envelope xmlns:soap=\"\(space)\"><soap:Body><\(operation) xmlns=\"https://cloudswitch.imuisonline.com/\">\(inner)</\(operation)></soap:Body></soap:Envelope>"
        return await send(
            HTTPRequest(
                .post, target: "/v1/ws1_xml.asmx",
                fields: ["Content-Type": version12 ? "application/soap+xml" : "text/xml", "SOAPAction": operation], body: Array(body.utf8)))
    }

    func soapSession() async -> [(String, String)] {
        let keys = [("PartnerKey", "demo-partner"), ("Omgevingscode", code)]
        return keys + [("SessionId", await soap("Login", keys).value("SessionId"))]
    }

    // MARK: KING ERP

    func service(_ operation: String, _ body: String = "", query: String = "", access: String = "erp-toegang") async -> Answer {
        await send(
            HTTPRequest(
                .post, target: "/KingWebservices/\(operation)\(query)",
                fields: ["X-King-Toegangscode": access, "X-King-Administratie": "BLOEMEN"], body: Array(body.utf8)))
    }

    func keeper(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async -> Answer {
        await send(HTTPRequest(method, target: "/_sandbox/\(path)", body: body?.bytes ?? []))
    }
}

/// What came back.
struct Answer {
    enum Ending: Equatable { case whole, dropped, cut(Int) }

    let status: Int
    let fields: HTTPFields
    let text: String
    let ending: Ending

    init(_ response: HTTPResponse, _ ending: Ending) {
        status = response.status
        fields = response.fields
        text = response.text
        self.ending = ending
    }

    var json: JSON { (try? JSON(parsing: text)) ?? .null }
    /// The text of every element of that name, in order; escaped text as it is on the wire.
    func values(_ name: String) -> [String] {
        text.components(between: "<\(name)>", and: "</\(name)>")
    }
    func value(_ name: String) -> String { values(name).first ?? "" }
    /// The text of a refusal; empty when there is none.
    var message: String { value("MESSAGE") }
}

extension String {
    /// What stands between two marks, each time.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var (found, rest) = ([String](), self[...])
        while let open = rest.firstRange(of: start) {
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: end) else { break }
            found.append(String(rest[..<close.lowerBound]))
            rest = rest[close.upperBound...]
        }
        return found
    }
}

/// Documents of KING Finance.
enum Message {
    static func selection(
        _ table: String, _ columns: String, where fields: String = "", _ operators: String = "", _ values: String = "", order: String,
        more: String = ""
    ) -> String {
        """
        <NewDataSet><Table1><TABLE>\(table)</TABLE><SELECTFIELDS>\(columns)</SELECTFIELDS><WHEREFIELDS>\(fields)</WHEREFIELDS>\
        <WHEREOPERATORS>\(operators)</WHEREOPERATORS><WHEREVALUES>\(values)</WHEREVALUES><ORDERBY>\(order)</ORDERBY>\(more)\
        </Table1></NewDataSet>
        """
    }

    static func entry(_ rows: [String]) -> String { "<NewDataSet>\(rows.map { "<BOE>\($0)</BOE>" }.joined())</NewDataSet>" }

    /// A row of an entry; later fields replace earlier ones, empty ones are left out.
    static func row(_ fields: [(String, String)]) -> String {
        var all: [(String, String)] = [("JR", "2026"), ("PN", "3"), ("DAGB", "10"), ("DAT", "05-03-2026")]
        for (name, value) in fields {
            all.removeAll { $0.0 == name }
            if !value.isEmpty { all.append((name, value)) }
        }
        return all.map { "<\($0.0)>\($0.1)</\($0.0)>" }.joined()
    }

    /// The one-row invoice of reference king §4.2: gross 121.00 with 21.00 VAT.
    static func sale(_ invoice: String = "26000916", _ more: [(String, String)] = []) -> String {
        row(
            [
                ("REK", "10042"), ("TEGREK", "8000"), ("BEDRBOEK", "121,00"), ("BTW", "2"), ("BEDRBTW", "-21,00"), ("FACT", invoice),
                ("BOEKSTUK", "FP\(invoice)"), ("DATVERV", "04-04-2026"), ("OMSCHR", "Factuur \(invoice)"),
            ] + more)
    }

    /// The split of reference king §4.3 with two rates: gross 175.50.
    static func split(_ invoice: String = "26000917") -> [String] {
        [
            row([("REK", "10042"), ("TEGREK", "2000"), ("BEDRBOEK", "175,50"), ("FACT", invoice), ("BOEKSTUK", "FP\(invoice)")]),
            row([
                ("REK", "8000"), ("TEGREK", "2000"), ("BEDRBOEK", "-100,00"), ("BTW", "2"), ("BEDRBTW", "-21,00"), ("KPL", "10"),
                ("BOEKSTUK", "FP\(invoice)"),
            ]),
            row([
                ("REK", "8006"), ("TEGREK", "2000"), ("BEDRBOEK", "-50,00"), ("BTW", "1"), ("BEDRBTW", "-4,50"), ("KPL", "10"),
                ("BOEKSTUK", "FP\(invoice)"),
            ]),
        ]
    }

    static func master(_ table: String, _ fields: String) -> String {
        "<NewDataSet><METADATA><TABLE>\(table)</TABLE></METADATA><DATA>\(fields)</DATA></NewDataSet>"
    }

    static func change(_ table: String, _ columns: String, _ operators: String, _ values: String, _ fields: String) -> String {
        """
        <NewDataSet><SELECTION><TABLE>\(table)</TABLE><WHEREFIELDS>\(columns)</WHEREFIELDS><WHEREOPERATORS>\(operators)</WHEREOPERATORS>\
        <WHEREVALUES>\(values)</WHEREVALUES></SELECTION><DATA>\(fields)</DATA></NewDataSet>
        """
    }
}
