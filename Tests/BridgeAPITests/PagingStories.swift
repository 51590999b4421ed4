@testable import BridgeAPI
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// Every list of the API goes page by page, and takes no other list's cursor for its own.
@Suite(.timeLimit(.minutes(10))) struct `The lists of the API` {
    private static let paged = DeskCall.all.filter(\.isPaged)

    @Test(arguments: paged.map(\.id))
    func `tell each item once, page by page, the last without a next`(id: String) async throws {
        let call = try #require(Self.paged.first { $0.id == id })
        try await ExampleHouse.with { house in
            let path = call.address(as: Example(call.example.path))
            let all = try await house.ask(.get, path + "?limit=200").json["items"]?.array ?? []
            var (items, next) = ([JSON](), Optional(path + "?limit=1"))
            while let address = next, items.count <= all.count {
                let page = try await house.ask(.get, address)
                let part = page.json["items"]?.array ?? []
                #expect(page.status == 200 && part.count <= 1, "\(page.text)")
                items += part
                next = page.json["next"]?.string.map { String($0.dropFirst("/api/v1".count)) }
            }
            #expect(items == all)
        }
    }

    @Test(arguments: paged.map(\.id))
    func `refuse a cursor that is not one of theirs, instead of beginning anew`(id: String) async throws {
        let call = try #require(Self.paged.first { $0.id == id })
        try await ExampleHouse.with { house in
            let path = call.address(as: Example(call.example.path))
            let list = Paging.list("/api/v1" + path, [])
            let foreign = ["1", "7", "C0002", "debtor/C0002", "\(JournalSample.key(1))"].map { Paging.cursor($0, of: "/api/v1/elsewhere?") }
            // Of another version of the product, cut off, and no cursor at all.
            let strange = ["MTo3", String(Paging.cursor("1", of: list).dropLast(2)), "!", "%00", "null", "ÿ"]
            for cursor in foreign + strange {
                let refused = try await house.ask(.get, path + "?" + FormCoding.encode([(name: "cursor", value: cursor)]))
                #expect(refused.status == 400 && refused.problem == "bad-request", "\(cursor): \(refused.text)")
                #expect(refused.json["errors"]?[0]?["field"] == "cursor", "\(cursor)")
            }
        }
    }

    @Test func `a cursor is of one list on its conditions, however many items a page has`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for number in 1...5 { try await house.document(number, .parked) }
            let path = "/bridges/export-nl/documents"
            let first = try await house.ask(.get, path + "?state=parked&limit=2").json["next"]?.string
            let cursor = try #require(
                first.flatMap { FormCoding.decode(String($0.drop { $0 != "?" }.dropFirst())).first { $0.name == "cursor" } })
            let encoded = FormCoding.encode([cursor])
            #expect(try await house.ask(.get, path + "?\(encoded)&limit=3&state=parked").json["items"]?.array?.count == 3)
            for other in [path + "?\(encoded)", path + "?state=held&\(encoded)", "/bridges/import-nl/documents?state=parked&\(encoded)"] {
                #expect(try await house.ask(.get, other).status == 400, "\(other)")
            }
            let number = FormCoding.encode([(name: "cursor", value: Paging.cursor("x", of: Paging.list("/api/v1" + path, [])))])
            #expect(try await house.ask(.get, path + "?\(number)").status == 400, "no place in it")
        }
    }
}
