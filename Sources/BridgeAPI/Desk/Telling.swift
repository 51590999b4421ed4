import BridgeActs
import BridgeDomain
import BridgeJSON
import BridgeJournal
import BridgeReports

/// For whom a value is told: the language that was asked for, and where the bridge's two systems keep their menus.
struct Reader: Sendable {
    let language: Language
    /// nil where nobody knows them, or nothing is told of one bridge.
    var books: BooksMenus?
    var trade: BooksMenus?

    init(_ language: Language, of bridge: OpenBridge? = nil) {
        self.language = language
        (books, trade) = (bridge?.menus, bridge?.tradeMenus)
    }
}

/// How a value is told: the schema of its JSON object and the object itself, of one declaration, so that the two cannot differ.
struct Telling<Value>: Sendable {
    let shape: Shape
    private let members: [Told<Value>]

    init(_ name: String, _ about: String, _ members: [Told<Value>]) {
        shape = Shape(name, about, members.map(\.field))
        self.members = members
    }

    /// The object; members that have nothing to say are left out.
    func json(_ value: Value, _ reader: Reader) -> JSON {
        .object(members.compactMap { member in member.value(value, reader).map { JSON.Member(member.field.name, $0) } })
    }
}

/// One member of a value that is told.
struct Told<Value>: Sendable {
    let field: Field
    let value: @Sendable (Value, Reader) -> JSON?

    private init(_ name: String, _ form: Form, _ about: String, _ need: Field.Need, _ value: @escaping @Sendable (Value, Reader) -> JSON?) {
        field = Field(name, form, need, about)
        self.value = value
    }

    /// Characters of a text unless it says otherwise.
    static var textMax: Int { 4_000 }
    /// Elements of a list unless it says otherwise.
    static var listMax: Int { 20_000 }

    static func text(
        _ name: String, _ about: String, _ need: Field.Need = .optional, max: Int = textMax,
        _ value: @escaping @Sendable (Value) -> String?
    ) -> Told { Told(name, .text(max: max), about, need) { subject, _ in value(subject).map { .string($0) } } }

    /// A text for people, in the language that was asked for.
    static func said(
        _ name: String, _ about: String, _ need: Field.Need = .optional, max: Int = textMax,
        _ value: @escaping @Sendable (Value) -> BilingualText?
    ) -> Told { Told(name, .text(max: max), about, need) { subject, reader in value(subject).map { .string($0[reader.language]) } } }

    /// A text for people that is made in the language that was asked for.
    static func spoken(
        _ name: String, _ about: String, _ need: Field.Need = .optional, max: Int = textMax,
        _ value: @escaping @Sendable (Value, Language) -> String?
    ) -> Told { Told(name, .text(max: max), about, need) { subject, reader in value(subject, reader.language).map { .string($0) } } }

    /// One word of a list that programs may rely on.
    static func word(
        _ name: String, _ words: [String], _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> String?
    ) -> Told { Told(name, .word(words), about, need) { subject, _ in value(subject).map { .string($0) } } }

    /// One word of those that a type has: its raw values are promises.
    static func word<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> Word?
    ) -> Told { word(name, Word.allCases.map(\.rawValue), about, need) { value($0)?.rawValue } }

    /// Which document it is about.
    static func document(_ value: @escaping @Sendable (Value) -> DocumentKey) -> Told {
        text("document", "Administration, kind and number.", .always) { value($0).description }
    }

    /// An amount with its currency, as decimal text.
    static func money(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> Money?
    ) -> Told {
        let telling = Telling<Money>.money
        return Told(name, .object(telling.shape), about, need) { subject, reader in value(subject).map { telling.json($0, reader) } }
    }

    /// Another exact decimal, as text.
    static func decimal(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> ExactDecimal?
    ) -> Told { Told(name, .exact, about, need) { subject, _ in value(subject).map { .string($0.description) } } }

    static func whole(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> Int64?
    ) -> Told { Told(name, .whole(Int64.min...Int64.max), about, need) { subject, _ in value(subject).map { .number($0) } } }

    static func count(
        _ name: String, _ about: String, _ need: Field.Need = .always, _ value: @escaping @Sendable (Value) -> Int?
    ) -> Told { Told(name, .whole(0...Int64.max), about, need) { subject, _ in value(subject).map { .number($0) } } }

    static func truth(
        _ name: String, _ about: String, _ need: Field.Need = .always, _ value: @escaping @Sendable (Value) -> Bool?
    ) -> Told { Told(name, .truth, about, need) { subject, _ in value(subject).map { .bool($0) } } }

    static func date(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> CalendarDate?
    ) -> Told { Told(name, .date, about, need) { subject, _ in value(subject).map { .string($0.description) } } }

    static func moment(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> Timestamp?
    ) -> Told { Told(name, .moment, about, need) { subject, _ in value(subject).map { .string($0.description) } } }

    static func period(
        _ name: String, _ about: String, _ need: Field.Need = .optional, _ value: @escaping @Sendable (Value) -> Period?
    ) -> Told { Told(name, .period, about, need) { subject, _ in value(subject).map { .string($0.description) } } }

    static func object<Inner>(
        _ name: String, _ telling: Telling<Inner>, _ about: String, _ need: Field.Need = .optional,
        _ value: @escaping @Sendable (Value) -> Inner?
    ) -> Told {
        Told(name, .object(telling.shape), about, need) { subject, reader in value(subject).map { telling.json($0, reader) } }
    }

    static func list<Inner>(
        _ name: String, _ telling: Telling<Inner>, _ about: String, _ need: Field.Need = .always, max: Int = listMax,
        _ value: @escaping @Sendable (Value) -> [Inner]?
    ) -> Told {
        Told(name, .list(of: telling.shape, max: max), about, need) { subject, reader in
            value(subject).map { .array($0.map { telling.json($0, reader) }) }
        }
    }

    static func texts(
        _ name: String, _ about: String, _ need: Field.Need = .always, max: Int = listMax,
        _ value: @escaping @Sendable (Value) -> [String]?
    ) -> Told {
        Told(name, .codes(max: max, lengthMax: textMax), about, need) { subject, _ in value(subject).map { .array($0.map { .string($0) }) }
        }
    }

    /// Sentences for people, in the language that was asked for.
    static func sentences(
        _ name: String, _ about: String, _ value: @escaping @Sendable (Value, Language) -> [String]
    ) -> Told {
        Told(name, .codes(max: listMax, lengthMax: textMax), about, .always) { subject, reader in
            .array(value(subject, reader.language).map { .string($0) })
        }
    }

    /// Where to click, in the reader's language; left out where nobody knows.
    static func place(
        _ name: String, _ about: String, _ value: @escaping @Sendable (Value, Reader) -> BilingualText?
    ) -> Told {
        Told(name, .text(max: textMax), about, .optional) { subject, reader in value(subject, reader).map { .string($0[reader.language]) } }
    }

    /// Problems as the pages tell them: what, where, who mends it and where to click. `party` says whether a relation is a debtor or a creditor,
    /// `isRefusal` whether the books said it.
    static func problems(
        _ name: String, _ about: String, party: @escaping @Sendable (Value) -> PartyKind? = { _ in nil },
        isRefusal: @escaping @Sendable (Value) -> Bool = { _ in false }, _ value: @escaping @Sendable (Value) -> [Problem]
    ) -> Told {
        Told(name, .list(of: .remark, max: 10_000), about, .always) { subject, reader in
            let (kind, isRefused) = (party(subject), isRefusal(subject))
            return .array(
                value(subject).map { problem in
                    problem.json(
                        reader.language,
                        Mending(problem, party: kind, isRefusal: isRefused, books: reader.books, trade: reader.trade))
                })
        }
    }
}

extension Telling where Value == Money {
    static var money: Telling {
        Telling(
            "Money", "An amount.",
            [
                Told.text("amount", "Exact, with the decimals of its currency.", .always, max: 40) { $0.amountText },
                Told.text("currency", "ISO 4217.", .always, max: 3) { $0.currency.code },
            ])
    }
}
