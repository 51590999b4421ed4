import BridgeDomain
import BridgeHTTP
import BridgeJSON
import FreshPortalSimulator
import Testing

/// The delta export of the sandbox by itself: requests written by hand from the reference, archives read by hand.
struct ExportSandboxTests {
    /// Files of an archive whose entries are stored as they are, by name.
    static func files(_ archive: [UInt8]) -> [String: String] {
        func number(_ place: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(archive[place + $1]) << (8 * $1) } }
        var files: [String: String] = [:]
        var place = 0
        while place + 30 <= archive.count, number(place, 4) == 0x0403_4B50 {
            let (size, name, extra) = (number(place + 22, 4), number(place + 26, 2), number(place + 28, 2))
            let start = place + 30 + name + extra
            files[String(decoding: archive[place + 30..<place + 30 + name], as: UTF8.self)] = String(
                decoding: archive[start..<start + size], as: UTF8.self)
            place = start + size
        }
        return files
    }

    let tests: SandboxTests
    init() async { tests = await SandboxTests() }

    func export(since day: String) async throws -> [String: String] {
        let response = try await tests.send(.get, "/v2/export?mutation_datetime=\(day)", token: try await tests.token())
        let link = try #require(try JSON(parsing: response.body)["export_url"]?.string)
        let path = try #require(link.firstRange(of: "/_storage")?.lowerBound)
        return Self.files(try await tests.send(.get, String(link[path...])).body)
    }

    @Test func `an export is asked for with a token and a day, and nothing else`() async throws {
        let token = try await tests.token()
        #expect(try await tests.send(.get, "/v2/export?mutation_datetime=2026-11-18").status == 401)
        #expect(try await tests.send(.get, "/v2/export", token: token).status == 422)
        #expect(try await tests.send(.get, "/v2/export?mutation_datetime=18-11-2026", token: token).status == 422)
        #expect(try await tests.send(.get, "/v2/export?mutation_datetime=2026-11-18&more=1", token: token).status == 400)
        #expect(try await tests.send(.post, "/v2/export", "{}", token: token).status == 404)
        #expect(try await tests.send(.get, "/v2/export?mutation_datetime=2027-01-01", token: token).status == 204)
    }

    @Test func `a link needs no token, is worth ten minutes, and another is another`() async throws {
        let token = try await tests.token()
        var links: [String] = []
        for _ in 0..<2 {
            let response = try await tests.send(.get, "/v2/export?mutation_datetime=2026-11-18", token: token)
            let link = try #require(try JSON(parsing: response.body)["export_url"]?.string)
            links.append(String(link[try #require(link.firstRange(of: "/_storage")?.lowerBound)...]))
        }
        #expect(links[0] != links[1])
        tests.clock.advance(seconds: 599)
        #expect(try await tests.send(.get, links[0]).status == 200)
        tests.clock.advance(seconds: 1)
        #expect(try await tests.send(.get, links[0]).status == 403)
        #expect(try await tests.send(.get, "/_storage/other.zip").status == 404)
    }

    @Test func `an export holds what changed since the day, as tables named as they were seen`() async throws {
        let all = try await export(since: "2024-01-01")
        #expect(
            Set(all.keys).isSuperset(of: [
                "invoice.csv", "customer_stock_item.csv", "stock_entry.csv", "product.csv", "vat.csv", "supplier.csv",
            ]))
        #expect(all["invoice.csv"]?.hasPrefix("id,customer_id,printed,sequence,invoice_number,") == true)
        #expect((all["customer.csv"]?.split(whereSeparator: \.isNewline).count ?? 0) > 20)
        let day = try await export(since: "2026-11-18")
        // Customers of before today and the lists are in no export of today.
        #expect(day["product.csv"] == nil && day["customer.csv"]?.split(whereSeparator: \.isNewline).count == 4)
        tests.clock.advance(seconds: 86_400)
        await tests.sandbox.resend(700_003)
        let touched = try await export(since: "2026-11-19")
        #expect(touched["invoice.csv"]?.split(whereSeparator: \.isNewline).count == 2)
    }

    @Test func `without what is assumed, no date, currency, VAT, total or customer is left`() async throws {
        var quirks = SandboxQuirks()
        quirks.observedColumnsOnly = true
        await tests.sandbox.setQuirks(quirks)
        let files = try await export(since: "2024-01-01")
        #expect(
            Set(files.keys) == [
                "invoice.csv", "customer_stock_item.csv", "stock_entry.csv", "supplier.csv", "product.csv", "product_group.csv", "vat.csv",
            ])
        for (name, word) in [("invoice", "currency"), ("invoice", "invoice_date"), ("invoice", "gross"), ("customer_stock_item", "vat_id")]
        {
            #expect(files["\(name).csv"]?.split(whereSeparator: \.isNewline).first?.split(separator: ",").contains { $0 == word } == false)
        }
    }

    @Test func `habits are switched on over the sandbox's own door`() async throws {
        let response = try await tests.send(
            .post, "/_sandbox/quirks", #"{"csvSeparator": "|", "scatteredExports": 0, "similarTables": true}"#)
        #expect(response.status == 200)
        let files = try await export(since: "2024-01-01")
        #expect(files["invoice.csv"]?.hasPrefix("id|customer_id|") == true && files["batch_supplier.csv"] != nil)
    }
}
