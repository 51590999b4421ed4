import BridgeDomain

/// The form of a JSON object of ours: its members in order, what each may hold, and which must be there. Bodies are read by it and the
/// OpenAPI document shows it, so that the two cannot differ.
final class Shape: Sendable {
    /// Its name among the schemas of the OpenAPI document.
    let name: String
    let about: String
    let fields: [Field]
    /// The member that numbers the object in its list: its problems are then told by that number (`line 3, net`).
    let lineNumber: Int?

    /// A shape of these members.
    init(_ name: String, _ about: String, _ fields: [Field]) {
        self.name = name
        self.about = about
        self.fields = fields
        lineNumber = nil
    }

    /// A shape whose members are the cases of `keys`.
    init<Key: ShapeKey>(_ name: String, _ about: String, _ keys: Key.Type, lineNumber: Key? = nil) {
        self.name = name
        self.about = about
        fields = Key.allCases.map(\.field)
        self.lineNumber = lineNumber?.rawValue
    }
}

/// The members of a shape: a case each, numbered from 0 in the order of declaration, which is the order readers see.
protocol ShapeKey: RawRepresentable<Int>, CaseIterable, Sendable {
    /// The member behind the case.
    var field: Field { get }
}

/// One member of a shape.
struct Field: Sendable {
    let name: String
    let form: Form
    let need: Need
    let about: String

    /// A member that may be left out.
    init(_ name: String, _ form: Form, _ about: String) { self.init(name, form, .optional, about) }

    init(_ name: String, _ form: Form, _ need: Need, _ about: String) {
        self.name = name
        self.form = form
        self.need = need
        self.about = about
    }

    /// When a member must be there.
    enum Need: Hashable, Sendable {
        case always
        /// In every document that is not withdrawn.
        case approved
        /// The same, but not in a ledger posting, where it may not be.
        case trade
        /// The same, but in a ledger posting only; elsewhere it may not be.
        case ledger
        /// A null counts as left out.
        case optional
    }
}

/// What a member may hold.
indirect enum Form: Sendable {
    /// A code: 1…`max` characters without spaces around them and without control characters.
    case code(max: Int)
    /// Free text of at most `max` characters.
    case text(max: Int)
    case word([String])
    /// An amount in the object's currency, as a JSON number or as text: `-12.50`.
    case amount
    /// An exact decimal, always as text: `-12.50`.
    case exact
    /// Another exact decimal, as a JSON number or as text, with at most so many decimals.
    case decimal(places: Int)
    case whole(ClosedRange<Int64>)
    case truth
    /// `2026-11-18`.
    case date
    /// `2026-11-18T15:42:11Z`.
    case moment
    /// `2026-11`.
    case period
    /// ISO 4217.
    case currency
    case object(Shape)
    case list(of: Shape, max: Int)
    case codes(max: Int, lengthMax: Int)
}

/// What was read of an object, in the order of its shape's members.
struct Record: Sendable {
    /// What was read of a member.
    enum Slot: Sendable {
        case absent
        case text(String)
        case decimal(ExactDecimal)
        case whole(Int64)
        case truth(Bool)
        case date(CalendarDate)
        case moment(Timestamp)
        case period(Period)
        case currency(Currency)
        case object(Record)
        case list([Record])
        case texts([String])
        /// There, and not as it should be; a problem says so.
        case unreadable
    }

    private let shape: Shape
    private var slots: [Slot]

    init(_ shape: Shape) {
        self.shape = shape
        slots = Array(repeating: .absent, count: shape.fields.count)
    }

    /// The member of that name; absent where the shape has none.
    func slot(named name: String) -> Slot { shape.fields.firstIndex { $0.name == name }.map { slots[$0] } ?? .absent }

    subscript(place: Int) -> Slot {
        get { slots[place] }
        set { slots[place] = newValue }
    }

    private func slot(_ key: some ShapeKey) -> Slot { slots[key.rawValue] }

    func has(_ place: Int) -> Bool { if case .absent = slots[place] { false } else { true } }

    func text(_ key: some ShapeKey) -> String? { if case .text(let text) = slot(key) { text } else { nil } }
    func decimal(_ key: some ShapeKey) -> ExactDecimal? { if case .decimal(let value) = slot(key) { value } else { nil } }
    func whole(_ key: some ShapeKey) -> Int? { if case .whole(let value) = slot(key) { Int(exactly: value) } else { nil } }
    func truth(_ key: some ShapeKey) -> Bool? { if case .truth(let value) = slot(key) { value } else { nil } }
    func date(_ key: some ShapeKey) -> CalendarDate? { if case .date(let value) = slot(key) { value } else { nil } }
    func moment(_ key: some ShapeKey) -> Timestamp? { if case .moment(let value) = slot(key) { value } else { nil } }
    func period(_ key: some ShapeKey) -> Period? { if case .period(let value) = slot(key) { value } else { nil } }
    func currency(_ key: some ShapeKey) -> Currency? { if case .currency(let value) = slot(key) { value } else { nil } }
    func object(_ key: some ShapeKey) -> Record? { if case .object(let value) = slot(key) { value } else { nil } }
    func list(_ key: some ShapeKey) -> [Record] { if case .list(let value) = slot(key) { value } else { [] } }
    func texts(_ key: some ShapeKey) -> [String] { if case .texts(let value) = slot(key) { value } else { [] } }
    /// One of the words of an enumeration; the reader lets no other through.
    func word<Word: RawRepresentable>(_ key: some ShapeKey, _ type: Word.Type) -> Word? where Word.RawValue == String {
        text(key).flatMap(Word.init)
    }
}
