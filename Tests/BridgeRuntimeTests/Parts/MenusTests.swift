import AFASWords
import BridgeDomain
import BridgeReports
import BridgeRuntime
import Testing

@Suite struct `Every error says where in the books it is mended` {
    /// Each system once, whichever ways lead to it.
    static let systems: [BooksMenus] = Configuration.targetTypes.map { $0.menus }.reduce(into: []) { systems, menus in
        if !systems.contains(menus) { systems.append(menus) }
    }

    @Test(arguments: Configuration.targetTypes.indices, BooksPart.allCases)
    func `each system has a place for each part, with a source or the admission that there is none`(type: Int, part: BooksPart) throws {
        let menus = Configuration.targetTypes[type].menus
        let place = try #require(menus[part], "\(menus.system) has no place for \(part)")
        #expect((place.confidence == .assumed) == (place.source == nil))
        #expect(place.source.map { $0.hasPrefix("http") } ?? true)
        let text = try #require(menus.text(part))
        for language in Language.allCases {
            #expect(text[language].contains(menus.system) && text[language].contains(place.path[language]))
            #expect(text[language].hasSuffix(".") && !place.act[language].isEmpty)
        }
        #expect(place.confidence == .assumed || text.english.contains(" / "), "a path, where one is known")
        #expect(place.confidence != .assumed || !place.path.english.contains(" / "), "no path, where none is known")
    }

    @Test func `of FreshPortal nobody tells the menus: every place says what to look for, and that it is assumed`() {
        let menus = FreshPortalMenus.all
        #expect(menus.rows.map(\.part) == [.debtor, .creditor, .openItem])
        for place in menus.rows {
            #expect(place.confidence == .assumed && place.source == nil && !place.path.english.contains(" / "))
            for language in Language.allCases { #expect(menus.text(place.part)?[language].contains("FreshPortal") == true) }
        }
    }

    @Test(arguments: ProblemCode.allCases)
    func `what a person mends in the books has a part of them`(code: ProblemCode) {
        let isInBooks = [.books, .entry].contains(Mender(code))
        #expect(!isInBooks || !BooksPart.parts(of: code).isEmpty, "\(code) is mended in the books, and nothing says where")
        // Relations are made and linked by people of ours too, who look them up in the books.
        #expect(isInBooks || BooksPart.parts(of: code).isEmpty || Mender(code) == .party)
        for kind in PartyKind.allCases where !BooksPart.parts(ofRefusal: code).isEmpty {
            #expect(BooksPart.part(of: Problem(code, at: Place("somewhere")), party: kind, isRefusal: true) != nil)
        }
    }

    @Test(arguments: [
        ("lines.account", BooksPart.account), ("lines.vat_code", .vatCode), ("journal", .daybook), ("daybook", .daybook),
        ("lines.cost_centre", .costCentre), ("lines.cost_unit", .costUnit), ("payment_term_code", .paymentCondition),
        ("party.payment_term_code", .paymentCondition), ("currency", .currency), ("party.iban", .bankAccount), ("party", .creditor),
        ("party.country", .creditor), ("document", .byHand), ("JOURNAALPOST", .byHand),
    ])
    func `a code that was refused leads to its own list`(field: String, part: BooksPart) {
        for code in [ProblemCode.targetCodeUnknown, .targetCodeBlocked, .targetFieldMissing, .targetNotAllowed] {
            #expect(BooksPart.part(of: Problem(code, at: Place(line: 3, field)), party: .creditor) == part)
        }
    }

    @Test func `what the books refuse about a relation is theirs, what we find is the trade system's`() {
        let blocked = Problem(.partyBlocked, at: Place("party"))
        #expect(BooksPart.part(of: blocked, party: .debtor) == nil && Mender(.partyBlocked, isRefusal: false) == .tradeParties)
        #expect(BooksPart.part(of: blocked, party: .debtor, isRefusal: true) == .debtor)
        #expect(Mender(.partyBlocked, isRefusal: true) == .books)
        #expect(Mender(.accountUnmapped, isRefusal: true) == .rules)
    }

    @Test func `every refusal the tables know leads to a part of the books, or is mended elsewhere`() {
        let mendedElsewhere: Set<ProblemCode> = [.notBalanced, .tooManyLines, .noLines]
        for problem in AFASRefusals.knownProblems where !mendedElsewhere.contains(problem.code) {
            #expect(BooksPart.part(of: problem, party: .debtor, isRefusal: true) != nil, "\(problem.code) at \(problem.place)")
        }
    }
}
