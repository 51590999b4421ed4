@testable import BridgeAPI
import BridgeHTTP
import BridgeJSON
import Testing

/// The OpenAPI document itself.
@Suite(.timeLimit(.minutes(5))) struct `The OpenAPI document` {
    private let document = OpenAPIDocument(desk: DeskCall.all).json

    @Test func `is served to everyone, in version 3.1`() async throws {
        try await House.with { house in
            let served = try await house.ask(.get, "/openapi.json", token: nil)
            #expect(served.body == OpenAPIDocument(desk: []).json.bytes && served.json["openapi"] == "3.1.0")
        }
    }

    @Test func `describes every operation of the door once`() {
        let described = Contract(document: document).operations.map { "\($0.method) \($0.path) \($0.name)" }
        let pushes = Operation.allCases.map { "\($0.method.rawValue.lowercased()) \($0.path) \($0.rawValue)" }
        let desk = DeskCall.all.map { "\($0.method.rawValue.lowercased()) \($0.path) \($0.id)" }
        #expect(described.sorted() == (pushes + desk).sorted())
        #expect(Set(Operation.allCases.map(\.rawValue) + DeskCall.all.map(\.id)).count == described.count)
    }

    @Test func `points at nothing that is not there, and describes nothing that is not used`() throws {
        var used: Set<String> = []
        func walk(_ value: JSON) {
            for member in value.members ?? [] {
                if member.name == "$ref", let target = member.value.string { used.insert(String(target.split(separator: "/").last ?? "")) }
                walk(member.value)
            }
            for element in value.array ?? [] { walk(element) }
        }
        walk(document)
        #expect(used == Set((document["components"]?["schemas"]?.members ?? []).map(\.name)))
    }

    @Test func `every parameter of a path is described, and every description has words`() {
        for described in Contract(document: document).operations {
            let inPath = described.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
            let parameters = described.operation["parameters"]?.array ?? []
            #expect(parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.string } == inPath)
            #expect(parameters.allSatisfy { !($0["description"]?.string ?? "").isEmpty })
        }
        for shape in [Shape.document, .party, .verdict, .problem] {
            #expect(shape.fields.allSatisfy { $0.about.hasSuffix(".") || $0.about.hasSuffix("`") }, "\(shape.name)")
            #expect(Set(shape.fields.map(\.name)).count == shape.fields.count)
        }
    }

    @Test func `the checker finds what is wrong`() {
        let checker = SchemaChecker(root: document)
        let verdict = OpenAPIDocument.reference(.verdict)
        let good: JSON = ["index": 0, "verdict": "accepted", "problems": []]
        #expect(checker.isValid(good, verdict))
        for (name, value) in [("verdict", "good"), ("index", -1), ("index", "0"), ("extra", 1), ("problems", [[:]])] as [(String, JSON)] {
            #expect(!checker.isValid(good.with(name, value), verdict), "\(name)")
        }
        #expect(!checker.isValid(good.with("verdict", nil), verdict))
        #expect(!checker.isValid(1, ["unheardOf": 1]), "a keyword it does not know is never taken for checked")
    }
}
