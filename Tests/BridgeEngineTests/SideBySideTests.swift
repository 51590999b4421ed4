import BridgeDomain
import BridgeJournal
import Testing

@testable import BridgeEngine

@Suite struct `A party beside its relation` {
    private static func compared(
        _ ours: [PartyField: String], _ theirs: [PartyField: String], before: PartyAlignment? = nil
    ) -> PartyAlignment {
        SideBySide(ours: ours, theirs: theirs, ownership: FieldOwnership(), now: Timestamp(milliseconds: 0)).compared(with: before)
    }

    private static func standings(_ alignment: PartyAlignment) -> [PartyField: PartyDifference.Standing] {
        Dictionary(alignment.differences.map { ($0.field, $0.standing) }) { first, _ in first }
    }

    @Test(arguments: [
        ([PartyField.email: "a@b.example"], [PartyField.email: ""], PartyDifference.Standing.sends),
        ([.vatNumber: "NL001"], [.vatNumber: ""], .waits), ([.bankAccount: "NL1"], [:], .waits),
        ([.bankAccount: "NL1"], [.bankAccount: ""], .waits),
    ])
    func `counts the first value we get as a change of ours`(
        ours: [PartyField: String], theirs: [PartyField: String], standing: PartyDifference.Standing
    ) {
        let linked = Self.compared([:], theirs)
        #expect(linked.differences.isEmpty)
        #expect(Array(Self.standings(Self.compared(ours, theirs, before: linked)).values) == [standing])
    }

    @Test func `sends a change of ours in a field that the books do not tell`() {
        let linked = Self.compared([.terms: "30"], [:])
        #expect(Self.standings(Self.compared([.terms: "14"], [:], before: linked)) == [.terms: .sends])
        #expect(Self.compared([.terms: "30"], [:], before: linked).differences.isEmpty)
    }

    @Test func `lets them change what we say nothing of, and still sends our first value`() {
        let linked = Self.compared([:], [.email: "old@books.example"])
        let edited = Self.compared([:], [.email: "new@books.example"], before: linked)
        #expect(edited.differences.isEmpty)
        let ours = Self.compared([.email: "us@trade.example"], [.email: "new@books.example"], before: edited)
        #expect(Self.standings(ours) == [.email: .sends])
    }

    @Test func `keeps what stood there when our value is left out for once`() {
        let linked = Self.compared([.bankAccount: "NL1"], [.bankAccount: "NL1"])
        let leftOut = Self.compared([:], [.bankAccount: "NL1"], before: linked)
        #expect(Self.compared([.bankAccount: "NL1"], [.bankAccount: "NL1"], before: leftOut).differences.isEmpty)
        #expect(Self.standings(Self.compared([.bankAccount: "NL2"], [.bankAccount: "NL1"], before: leftOut)) == [.bankAccount: .waits])
    }

    @Test func `tells a change of theirs, of both and of nobody apart`() {
        let linked = Self.compared([.city: "Aalsmeer", .name: "Old"], [.city: "Aalsmeer", .name: "Older"])
        #expect(Self.standings(linked) == [.name: .found])
        #expect(
            Self.standings(Self.compared([.city: "Aalsmeer", .name: "Old"], [.city: "Elders", .name: "Older"], before: linked))
                == [.city: .sends, .name: .found])
        #expect(
            Self.standings(Self.compared([.city: "Naaldwijk", .name: "Old"], [.city: "Elders", .name: "Older"], before: linked))
                == [.city: .conflict, .name: .found])
    }
}
