import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §12, items 25 and 26.
struct ScopeTests {
    private func twoDivisions(_ settings: inout ExactSandbox.Settings) {
        var other = ExactSandbox.Division.bloemenexport
        other.code = 111
        other.name = "Second"
        settings.divisions.append(other)
        settings.consent = .divisions([Desk.division])
    }

    @Test func `divisions that were not ticked at consent are forbidden with their own text`() async throws {
        let desk = try await Desk.signedIn(twoDivisions)
        let answer = await desk.call(.get, "crm/Accounts", division: 111)
        #expect(answer.status == 403)
        #expect(answer.message == "Forbidden - User division is not within division scope")
        #expect(await desk.call(.get, "crm/Accounts", division: 999).status == 403)
    }

    @Test func `the list of divisions answers for any number and names all the user's divisions`() async throws {
        let desk = try await Desk.signedIn(twoDivisions)
        for division in [Desk.division, 111, 999] {
            let rows = await desk.call(.get, "system/Divisions", division: division).rows
            #expect(rows.compactMap { $0["Code"]?.integer } == [111, 3_456_789])
        }
        let narrow = try await Desk.signedIn {
            twoDivisions(&$0)
            $0.behaviour.divisionsWithinScope = true
        }
        #expect(await narrow.get("system/Divisions").rows.count == 1)
    }

    @Test func `limits count per division`() async throws {
        let desk = try await Desk.signedIn {
            twoDivisions(&$0)
            $0.consent = .allDivisions
            $0.limits.callsPerMinute = 1
        }
        #expect(await desk.get("crm/Accounts").status == 200)
        #expect(await desk.get("crm/Accounts").status == 429)
        #expect(await desk.call(.get, "crm/Accounts", division: 111).status == 200)
    }

    @Test func `divisions keep their books apart`() async throws {
        let desk = try await Desk.signedIn {
            twoDivisions(&$0)
            $0.consent = .allDivisions
        }
        let customer = try await desk.customer()
        let body = try await desk.sale(customer)
        #expect(
            await desk.call(.post, "salesentry/SalesEntries", body: body, division: 111).message.contains("Invalid reference: Customer"))
    }
}
