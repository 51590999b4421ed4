@testable import BridgeAPI
import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeTesting
import Testing

/// Every example of the OpenAPI document is a request that works.
@Suite(.timeLimit(.minutes(10))) struct `The examples of the API` {
    /// Operations whose answer holds a secret.
    private static let toldOnce: Set = ["makeToken", "invitePerson", "newPasswordLink", "addWebhook", "rotateWebhookSecret"]

    @Test(arguments: DeskCall.all.map(\.id))
    func `are carried out, and answered as the document says`(id: String) async throws {
        let call = try #require(DeskCall.all.first { $0.id == id })
        try await ExampleHouse.with { house in
            let (response, again) = try await house.carryOut(call)
            #expect(response.status == call.status, "\(response.text)")
            #expect(call.shape == nil || !(response.json.members ?? []).isEmpty)
            guard let again else {
                let tag = try #require(response.fields["ETag"])
                let again = try await house.ask(.get, call.address, fields: [("If-None-Match", tag)])
                #expect(again.status == 304 && again.body.isEmpty)
                return
            }
            #expect(again.status == response.status && again.fields["Idempotency-Replayed"] == "true")
            #expect(again.fields["ETag"] == response.fields["ETag"], "it shows the same")
            #expect((again.body == response.body) == !Self.toldOnce.contains(call.id), "a secret is told once")
        }
    }

    @Test(arguments: DeskCall.all.map(\.id))
    func `are refused to strangers, and to roles that may not`(id: String) async throws {
        let call = try #require(DeskCall.all.first { $0.id == id })
        try await ExampleHouse.with(isSeeded: false) { house in
            #expect(try await house.ask(call.method, call.address, token: nil).status == 401)
            for role in Role.allCases where !Rights.allow(call.right, scopes: [], role: role) {
                let token = try await house.token(role).text
                #expect(try await house.ask(call.method, call.address, token: token, key: "k").status == 403, "\(role)")
            }
            let pushing = try await house.token(nil, scopes: Set(TokenScope.allCases)).text
            #expect(try await house.ask(call.method, call.address, token: pushing, key: "k").status == 403)
            guard call.reach != .any else { return }
            let elsewhere = try await house.token(.administrator, bridges: ["import-nl"]).text
            #expect(try await house.ask(call.method, call.address, token: elsewhere, key: "k").status == 403)
        }
    }

    @Test(arguments: DeskCall.all.map(\.id))
    func `say which parameter is not known`(id: String) async throws {
        let call = try #require(DeskCall.all.first { $0.id == id })
        try await ExampleHouse.with(isSeeded: false) { house in
            let path = call.address + (call.address.contains("?") ? "&" : "?") + "unheard=1"
            let response = try await house.ask(call.method, path, key: "k", ifMatch: "\"1.1\"")
            #expect(response.status == 400 && response.problem == "bad-request", "\(response.text)")
            #expect(response.json["errors"]?[0]?["field"] == "unheard")
        }
    }

    @Test func `every act asks for a key, and for what was looked at`() async throws {
        try await ExampleHouse.with { house in
            for call in DeskCall.all where call.isAct {
                let keyless = try await house.ask(call.method, call.address, call.example.body, ifMatch: "\"1.1\"")
                #expect(keyless.status == 400 && keyless.problem == "key-missing", "\(call.id): \(keyless.text)")
                guard call.seals != nil else { continue }
                let blind = try await house.ask(call.method, call.address, call.example.body, key: "k")
                #expect(blind.status == 428 && blind.problem == "look-first", "\(call.id): \(blind.text)")
                let stale = try await house.ask(call.method, call.address, call.example.body, key: call.id, ifMatch: "\"stale.1\"")
                #expect(stale.status == 412 && stale.problem == "changed", "\(call.id): \(stale.text)")
            }
        }
    }

    @Test func `every body is refused that has too much or too little`() async throws {
        try await ExampleHouse.with { house in
            for call in DeskCall.all {
                guard let shape = call.body, let body = call.example.body else { continue }
                let more = try await house.ask(call.method, call.address, body.with("unheard", 1), key: "k", ifMatch: "\"1.1\"")
                #expect(more.status == 422 && more.json["errors"]?[0]?["field"] == "unheard", "\(call.id): \(more.text)")
                guard shape.fields.contains(where: { $0.need == .always }) else { continue }
                let less = try await house.ask(call.method, call.address, [:], key: "k", ifMatch: "\"1.1\"")
                #expect(less.status == 422 && less.json["errors"]?[0]?["code"] == "field_missing", "\(call.id): \(less.text)")
            }
        }
    }

    @Test func `reads that acts are sealed by are there, and have the same names in their path`() throws {
        for call in DeskCall.all {
            guard let seals = call.seals else { continue }
            let read = try #require(DeskCall.all.first { $0.id == seals }, "\(call.id)")
            #expect(!read.isAct && Set(read.pathNames).isSubset(of: Set(call.pathNames)))
        }
    }
}
