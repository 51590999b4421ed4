import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal

/// One request for an operation, when everything that its declaration says has been checked.
struct Asking: Sendable {
    let acts: Acts
    let who: Who
    let token: TokenRecord
    let language: Language
    /// What the doer looked at, as `If-Match` names it; empty where the operation needs none.
    let seal: String
    let limit: Int
    private let open: OpenBridge?
    private let target: String
    private let parameters: Router.Parameters
    private let query: [(name: String, value: String)]
    private let record: Record?

    init(
        acts: Acts, token: TokenRecord, language: Language, seal: String, limit: Int, bridge: OpenBridge?, path: String,
        parameters: Router.Parameters, query: [(name: String, value: String)], record: Record?
    ) {
        self.acts = acts
        who = DoorTokens.who(token)
        self.token = token
        self.language = language
        self.seal = seal
        self.limit = limit
        open = bridge
        target = path
        self.parameters = parameters
        self.query = query
        self.record = record
    }

    var now: Timestamp { acts.now }

    /// For whom the answer is told.
    var reader: Reader { Reader(language, of: open) }

    /// The bridge that the path names.
    var bridge: OpenBridge {
        guard let open else { preconditionFailure("only what stands below /bridges/{bridge} has a bridge") }
        return open
    }

    /// Whether the token may do something else as well.
    func may(_ verb: Verb) -> Bool { token.may(verb) }

    /// A part of the path.
    func path(_ name: String) -> String { parameters[name] }

    /// A parameter of the query that is there and not empty; its form was checked.
    func asked(_ name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }
    func askedCount(_ name: String) -> Int? { asked(name).flatMap { Int($0) } }
    func askedDate(_ name: String) -> CalendarDate? { asked(name).flatMap { CalendarDate($0) } }

    // MARK: The body

    /// A member of the body that is text; empty where it was left out.
    func text(_ name: String) -> String { optional(name) ?? "" }
    func optional(_ name: String) -> String? { if case .text(let text)? = record?.slot(named: name) { text } else { nil } }
    func date(_ name: String) -> CalendarDate? { if case .date(let date)? = record?.slot(named: name) { date } else { nil } }
    func moment(_ name: String) -> Timestamp? { if case .moment(let moment)? = record?.slot(named: name) { moment } else { nil } }
    func whole(_ name: String) -> Int64? { if case .whole(let number)? = record?.slot(named: name) { number } else { nil } }
    func truth(_ name: String) -> Bool? { if case .truth(let truth)? = record?.slot(named: name) { truth } else { nil } }
    func texts(_ name: String) -> [String] { if case .texts(let texts)? = record?.slot(named: name) { texts } else { [] } }
    func word<Word: RawRepresentable>(_ name: String, _ type: Word.Type) -> Word? where Word.RawValue == String {
        optional(name).flatMap { Word(rawValue: $0) }
    }

    // MARK: Pages

    /// Where the page begins; nil for the first. Refused where the cursor is not one of this list.
    func place<Place: LosslessStringConvertible>() throws(DoorRefusal) -> Place? {
        guard let cursor = asked("cursor") else { return nil }
        return try Paging.place(cursor, of: Paging.list(target, query))
    }

    /// The same list from another place on.
    func next(_ place: String) -> String {
        var pairs = query.filter { $0.name != "cursor" }
        pairs.append((name: "cursor", value: Paging.cursor(place, of: Paging.list(target, query))))
        return target + "?" + FormCoding.encode(pairs)
    }
}
