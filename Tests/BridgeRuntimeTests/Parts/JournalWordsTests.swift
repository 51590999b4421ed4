import BridgeDomain
import BridgeJournal
import Testing

@testable import BridgeRuntime

@Suite struct `A journal that refuses` {
    @Test(arguments: JournalError.Code.allCases)
    func `says what to do in both languages, with the store's own words`(code: JournalError.Code) {
        let error = JournalError(code, "no room is left for /var/journal.sqlite")
        #expect(error.text.english == error.message)
        #expect(error.text.dutch.hasSuffix("(no room is left for /var/journal.sqlite)"))
        #expect(error.text.dutch.count > error.message.count + 10)
    }

    @Test func `is told apart from one that was asked too late`() {
        let others = JournalError.Code.allCases.filter { !JournalError($0, "").isOfTheFile }
        #expect(Set(others) == [.conflict, .fenced, .duplicate])
    }
}
