import BridgeJSON
import Testing

struct FirstWayTests {
    @Test func `a sales entry goes in and stands in the ledger as three lines that add up to nothing`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(customer))
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.d["AmountFC"] == .number("109"))
        #expect(answer.d["EntryNumber"] == 26_700_001)
        #expect(answer.d["Type"] == 20)
        let id = answer.d["EntryID"]?.string ?? ""
        let lines = await desk.get(
            "financialtransaction/TransactionLines",
            [("$filter", "EntryID eq guid'\(id)'"), ("$select", "GLAccountCode,AmountDC,VATCode,LineNumber")])
        let found = lines.rows.map {
            "\($0["GLAccountCode"]?.string ?? "") \($0["AmountDC"]?.description ?? "") \($0["VATCode"]?.string ?? "-")"
        }
        #expect(Set(found) == ["1300 109 -", "8000 -100 1  ", "1510 -9 1  "])
    }
}
