public import BridgeDomain

/// Who mends a problem and where: in the books' own menus, or in the trade system's. The same on a page, in a terminal and in an answer.
public struct Mending: Hashable, Sendable {
    public let mender: Mender
    /// Where to click, in one or two sentences; nil where it is mended on a page of ours, or nobody knows a place.
    public let place: BilingualText?

    /// One problem. `party` says whether a relation is a debtor or a creditor; `isRefusal`: the books said it. `books` and `trade` are the menus of
    /// both systems, as far as there is a table.
    public init(_ problem: Problem, party: PartyKind?, isRefusal: Bool = false, books: BooksMenus?, trade: BooksMenus?) {
        mender = Mender(problem.code, isRefusal: isRefusal)
        if let part = BooksPart.part(of: problem, party: party, isRefusal: isRefusal) {
            place = books?.text(part)
        } else {
            place = mender == .tradeParties ? trade?.text(party == .creditor ? .creditor : .debtor) : nil
        }
    }

    /// Every problem of a code: where each of them may be mended at another place, the documents say where.
    public init(cause code: ProblemCode, books: BooksMenus?) {
        mender = Mender(code)
        let parts = BooksPart.parts(of: code)
        place = parts.count > 1 ? Self.eachSaysWhere : parts.first.flatMap { books?.text($0) }
    }

    private static let eachSaysWhere = BilingualText(
        nl: "Waar in de boekhouding: dat staat bij elk document.", en: "Where in the books: each document says it.")
}
