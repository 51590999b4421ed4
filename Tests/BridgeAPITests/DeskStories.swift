@testable import BridgeAPI
import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

/// What a program does with documents, differences, history and tokens, over a real socket.
@Suite(.timeLimit(.minutes(5))) struct `A program does what people do` {
    private typealias Path = ExampleHouse

    @Test func `looks at the list page by page, each document once, and asks only for what it wants`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for number in 1...7 { try await house.document(number, number.isMultiple(of: 2) ? .parked : .ready) }
            var (numbers, pages) = ([String](), 0)
            var next: String? = "/bridges/export-nl/documents?limit=3"
            while let path = next {
                let page = try await house.ask(.get, path).json
                numbers += (page["items"]?.array ?? []).compactMap { $0["number"]?.string }
                next = page["next"]?.string.map { String($0.dropFirst("/api/v1".count)) }
                pages += 1
            }
            #expect(pages == 3 && numbers == (1...7).reversed().map { JournalSample.key($0).number.text })
            let parked = try await house.ask(.get, "/bridges/export-nl/documents?state=parked").json
            #expect(parked["items"]?.array?.count == 3 && parked["next"] == nil)
            for (query, field) in [
                ("limit=201", "limit"), ("limit=0", "limit"), ("state=lost", "state"), ("from=18-11-2026", "from"),
                ("amount=much", "amount"),
                ("cursor=!", "cursor"), ("state=parked&state=held", "state"),
            ] {
                let refused = try await house.ask(.get, "/bridges/export-nl/documents?\(query)")
                #expect(refused.status == 400 && refused.json["errors"]?[0]?["field"]?.string == field, "\(query): \(refused.text)")
            }
        }
    }

    @Test func `sees one document as it came, as it was made an entry and what happened, with amounts as text`() async throws {
        try await ExampleHouse.with { house in
            let seen = try await house.ask(.get, Path.path(4), fields: [("Accept-Language", "nl")]).json
            #expect(seen["document"]?["gross"] == ["amount": "109.00", "currency": "EUR"])
            #expect(seen["entry"]?["lines"]?.array?.count == 3 && seen["lines"]?[0]?["net"]?["amount"] == "100.00")
            #expect(seen["entry_page"] == "https://books.example/entry/guid-4" && seen["difference"]?["amount"]?["amount"] == "0.01")
            #expect(seen["history"]?[0]?["act"] == "received" && seen["history"]?[0]?["sentence"]?.string != "received", "told in Dutch")
            #expect(try await house.ask(.get, Path.path(99)).status == 404)
            #expect(try await house.ask(.get, "/bridges/elsewhere/documents").status == 404)
        }
    }

    @Test func `withdraws what it looked at, once, in its own name`() async throws {
        try await ExampleHouse.with { house in
            let tag = try #require(try await house.ask(.get, Path.path(1)).fields["ETag"])
            let reason: JSON = ["reason": "entered twice"]
            let done = try await house.ask(.post, Path.path(1, "withdraw"), reason, key: "w-1", ifMatch: tag)
            #expect(done.status == 200 && done.json["document"]?["state"] == "withdrawn", "\(done.text)")
            let again = try await house.ask(.post, Path.path(1, "withdraw"), reason, key: "w-1", ifMatch: tag)
            #expect(again.body == done.body && again.fields["Idempotency-Replayed"] == "true")
            let other = try await house.ask(.post, Path.path(1, "withdraw"), ["reason": "another"], key: "w-1", ifMatch: tag)
            #expect(other.status == 422 && other.problem == "key-reused")
            let late = try await house.ask(.post, Path.path(1, "withdraw"), reason, key: "w-2", ifMatch: tag)
            #expect(late.status == 412 && late.problem == "changed")
            let withdrawn = try await house.history("\(JournalSample.key(1))").filter { $0.hasSuffix("withdrawn") }
            #expect(withdrawn.count == 1 && withdrawn[0].hasPrefix("machine:token/") && withdrawn[0].contains("ledger tool"))
            #expect(try await house.posting(1).state == .withdrawn)
            let now = try await house.act(Path.path(1, "approve"), seen: Path.path(1), key: "a-1")
            #expect(now.status == 409 && now.problem == "not-possible-now")
        }
    }

    @Test func `is told to wait where the bridge is not set up, and may use the same key afterwards`() async throws {
        try await ExampleHouse.with(isSetUp: false) { house in
            for _ in 1...2 {
                let refused = try await house.act(Path.path(1, "retry"), seen: Path.path(1), key: "same")
                #expect(refused.status == 503 && refused.problem == "unavailable" && refused.fields["Retry-After"] == "60")
            }
        }
    }

    @Test func `does something with exactly the set that was counted, and with none of it when one changed`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for number in 1...4 { try await house.document(number, .parked) }
            let path = "/bridges/export-nl/sets/withdraw?state=parked"
            let set = try await house.ask(.get, path)
            #expect(set.json["documents"] == 4 && set.json["gross"]?[0] == ["amount": "436.00", "currency": "EUR"])
            let newest = try #require(set.json["newest"]?.integer)
            try await house.document(5, .parked)
            let sealed = try await house.ask(.get, path + "&upto=\(newest)")
            #expect(sealed.fields["ETag"]?.prefix(40) == set.fields["ETag"]?.prefix(40), "what arrives later is not in it")
            try await house.act(Path.path(2, "withdraw"), seen: Path.path(2), ["reason": "by hand"], key: "one")
            let reason: JSON = ["reason": "all of them"]
            let refused = try await house.ask(.post, path + "&upto=\(newest)", reason, key: "all", ifMatch: sealed.fields["ETag"])
            #expect(refused.status == 412)
            #expect(try await house.posting(1).state == .parked)
            let done = try await house.act(path + "&upto=\(newest)", seen: path + "&upto=\(newest)", reason, key: "again")
            #expect(done.json == ["documents": 3, "changed": 3])
            #expect(try await house.posting(5).state == .parked)
        }
    }

    @Test(arguments: ["party=C0412", "party=", "state=", "amount=1.234,50", "q="])
    func `is refused a condition that says nothing, where leaving it out would take in everything`(condition: String) async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            try await house.document(1, .parked)
            let path = "/bridges/export-nl/sets/withdraw?\(condition)"
            let seen = try await house.ask(.get, path)
            #expect(seen.status == 400 && seen.json["errors"]?[0]?["field"]?.string == String(condition.prefix { $0 != "=" }))
            let whole = try await house.ask(.get, "/bridges/export-nl/sets/withdraw")
            let refused = try await house.ask(.post, path, ["reason": "all"], key: "k", ifMatch: whole.fields["ETag"])
            #expect(refused.status == 400)
            #expect(try await house.posting(1).state == .parked)
        }
    }

    @Test func `is refused days that are turned round, where others would be taken than it asked for`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for path in ["documents", "sets/withdraw", "differences", "reconcile"] {
                let refused = try await house.ask(.get, "/bridges/export-nl/\(path)?from=2026-12-01&to=2026-11-01")
                #expect(refused.status == 400 && refused.json["errors"]?[0]?["field"] == "to", "\(path): \(refused.text)")
            }
        }
    }

    /// A reason is read in terminals and in tables: nothing in it may move the cursor, or turn what stands beside it.
    @Test func `what it says is kept without what steers a terminal or turns the order of letters`() async throws {
        try await ExampleHouse.with { house in
            let reason = "twice\u{0}\u{1B}[2J \u{202E}41,801\u{2066}\r\n\tby hand \u{1F339}"
            let done = try await house.act(Path.path(1, "withdraw"), seen: Path.path(1), ["reason": .string(reason)])
            #expect(done.status == 200, "\(done.text)")
            let kept = try await house.journal.history(subject: "\(JournalSample.key(1))", bridge: nil, after: 0, limit: 100).last?.entry
            #expect(kept?.detail == "twice[2J 41,801 by hand \u{1F339}")
        }
    }

    @Test func `looks for an amount as programs write it`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            try await house.document(1, .parked)
            func found(_ amount: String) async throws -> Int? {
                try await house.ask(.get, "/bridges/export-nl/documents?amount=\(amount)").json["items"]?.array?.count
            }
            #expect(try await found("109.0000") == 1)
            #expect(try await found("1090") == 0)
        }
    }

    @Test func `has many documents done as a job, and stops it`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for number in 1...201 { try await house.document(number, .ready) }
            let path = "/bridges/export-nl/sets/hold"
            let begun = try await house.act(path, seen: path)
            #expect(begun.json["documents"] == 201 && begun.json["job"]?["state"] == "running", "\(begun.text)")
            let second = try await house.act(path, seen: path, key: "second")
            #expect(second.status == 409)
            let viewer = try await house.token(.viewer).text
            #expect(try await house.ask(.get, "/bridges/export-nl/job", token: viewer).json["documents"] == 201)
            let stopped = try await house.act("/bridges/export-nl/job/stop", seen: "/bridges/export-nl/job", key: "stop")
            #expect(stopped.json["state"] == "stopping" && stopped.json["stopped_by"]?.string?.contains("ledger tool") == true)
        }
    }

    @Test func `explains a difference as a controller does, and opens it again`() async throws {
        try await ExampleHouse.with { house in
            let path = Path.path(4, "difference")
            let bookkeeper = try await house.token(.bookkeeper).text
            let text: JSON = ["text": "a cent"]
            let tag = try #require(try await house.ask(.get, path, token: bookkeeper).fields["ETag"])
            #expect(try await house.ask(.post, path + "/explain", text, token: bookkeeper, key: "k", ifMatch: tag).status == 403)
            let said = try await house.ask(.post, path + "/explain", text, key: "k", ifMatch: tag)
            #expect(said.json["explanation"]?["text"] == "a cent" && said.json["is_open"] == false)
            let other = try await house.ask(.post, path + "/explain", ["text": "rounding"], key: "o", ifMatch: tag)
            #expect(other.status == 412, "nobody overwrites what they did not see: \(other.text)")
            #expect(try await house.ask(.post, path + "/reopen", key: "r", ifMatch: said.fields["ETag"]).json["is_open"] == true)
            #expect(try await house.ask(.get, Path.path(1, "difference")).status == 409)
            let differences = try await house.ask(.get, "/bridges/export-nl/differences").json
            #expect(differences["items"]?.array?.count == 2)
        }
    }

    @Test func `reads the history with who did what, a page and a table`() async throws {
        try await ExampleHouse.with { house in
            let page = try await house.ask(.get, "/history?limit=1&who=carla").json
            #expect(page["items"]?.array?.count == 1 && page["items"]?[0]?["who"] == "person:carla" && page["next"] != nil)
            let table = try await house.ask(.get, "/history.csv?who=carla")
            #expect(table.fields["Content-Type"]?.hasPrefix("text/csv") == true && table.text.split(separator: "\r\n").count == 4)
            #expect(try await house.ask(.get, "/history?from=2020-01-01&to=2020-01-02").json["items"] == [])
        }
    }

    @Test func `lists bridges it is for, and sees how they stand`() async throws {
        try await ExampleHouse.with { house in
            let all = try await house.ask(.get, "/bridges").json["items"]?.array ?? []
            #expect(all.compactMap { $0["id"]?.string } == ["export-nl", "import-nl", "retail-nl"])
            let one = try await house.token(.viewer, bridges: ["import-nl"]).text
            #expect(try await house.ask(.get, "/bridges", token: one).json["items"]?.array?.count == 1)
            #expect(try await house.ask(.get, "/bridges/export-nl/today", token: one).status == 403)
            let today = try await house.ask(.get, "/bridges/export-nl/today").json
            #expect(today["differing"] == 2 && today["causes"]?[0]?["code"] == "account_unmapped", "\(today)")
        }
    }

    @Test func `a token is made, shown once, used, and ended at once`() async throws {
        try await ExampleHouse.with { house in
            let wish: JSON = ["name": "night job", "role": "bookkeeper", "days": 1]
            let made = try await house.ask(.post, "/tokens", wish, key: "t")
            let text = try #require(made.json["text"]?.string)
            let id = try #require(made.json["token"]?["id"]?.string)
            #expect(made.status == 201 && text.hasPrefix("lbt_"))
            let again = try await house.ask(.post, "/tokens", wish, key: "t")
            #expect(again.status == 201 && again.json["text"] == nil && again.json["token"] == made.json["token"])
            #expect(try await house.journal.tokens().count { $0.name == "night job" } == 1)
            #expect(try await house.ask(.get, "/bridges", token: text).status == 200)
            #expect(try await house.ask(.get, "/tokens/\(id)").json["used_at"]?.string == "\(house.clock.now())")
            house.clock.advance(seconds: 30)
            #expect(try await house.ask(.get, "/bridges", token: text).status == 200)
            let used = try await house.ask(.get, "/tokens/\(id)").json["used_at"]?.string
            #expect(used != "\(house.clock.now())", "noted at most once a minute")
            #expect(try await house.act("/tokens/\(id)/end", seen: "/tokens/\(id)", key: "e").json["revoked_at"] != nil)
            #expect(try await house.ask(.get, "/bridges", token: text).status == 401)
            let short = try await house.token(.administrator, expiresAt: house.clock.now().adding(seconds: 90_000)).text
            let long = try await house.ask(.post, "/tokens", ["name": "long", "role": "viewer", "days": 2], token: short, key: "l")
            #expect(long.status == 422 && long.json["errors"]?[0]?["field"] == "days", "nothing it makes outlives it")
            #expect(
                try await house.ask(.post, "/tokens", ["name": "day", "role": "viewer", "days": 1], token: short, key: "d").status == 201)
            let nothing = try await house.ask(.post, "/tokens", ["name": "nothing"], key: "n")
            #expect(nothing.status == 422 && nothing.json["errors"]?[0]?["field"] == "role")
            let record = try await house.acts.token(id).record
            #expect(try await house.acts.maker(of: DoorTokens.who(record)) == .person("anna"), "behind the token that made it")
        }
    }

    @Test func `what a token made is let in no more when it ends, and says why`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            let first = try await house.token(.administrator)
            let made = try await house.ask(.post, "/tokens", ["name": "child", "role": "viewer"], token: first.text, key: "c")
            let child = try #require(made.json["text"]?.string)
            #expect(try await house.ask(.get, "/bridges", token: child).status == 200)
            try await house.act("/tokens/\(first.id)/end", seen: "/tokens/\(first.id)", key: "e")
            #expect(try await house.ask(.get, "/bridges", token: child).status == 401)
            let tokens = try await house.ask(.get, "/tokens").json["items"]?.array ?? []
            #expect(tokens.filter { $0["revoked_at"] == nil }.compactMap { $0["name"]?.string } == ["ledger tool"])
        }
    }

    @Test func `a person's token does at the API what that person may at that moment`() async throws {
        try await ExampleHouse.with { house in
            _ = try await house.acts.signIn.accounts.setRole(of: "bert", to: .administrator, by: .person("anna"))
            _ = try await house.acts.signIn.accounts.setRole(of: "dora", to: .administrator, by: .person("anna"))
            let berts = try await house.token(.administrator, by: "bert").text
            #expect(try await house.ask(.get, "/people", token: berts).status == 200)
            try await house.act("/people/bert/role", seen: "/people/bert", ["role": "viewer"], key: "r")
            #expect(try await house.ask(.get, "/people", token: berts).status == 401, "it ended with the rights of who made it")
        }
    }

    /// Tokens that were made before they ended with their maker: nothing of the kind stands on the record of the token itself.
    @Test func `no list says of a token that it is in force while the door refuses it`() async throws {
        try await ExampleHouse.with { house in
            _ = try await house.acts.signIn.accounts.setRole(of: "bert", to: .administrator, by: .person("anna"))
            let berts = try await house.token(.administrator, by: "bert")
            #expect(try await house.ask(.get, "/tokens/\(berts.id)").json["standing"] == "in_force")
            var left = try #require(try await house.journal.account("bert"))
            (left.closedAt, left.revision) = (house.clock.now(), left.revision + 1)
            let gone = left
            try await house.journal.commit(JournalUnit([.putAccount(gone)]))
            #expect(try await house.ask(.get, "/bridges", token: berts.text).status == 401)
            let one = try await house.ask(.get, "/tokens/\(berts.id)").json
            #expect(one["standing"] == "maker_gone" && one["revoked_at"] == nil, "\(one)")
            let listed = try await house.ask(.get, "/tokens").json["items"]?.array ?? []
            #expect(listed.first { $0["id"]?.string == berts.id }?["standing"] == "maker_gone")
            #expect(try await house.act("/tokens/\(berts.id)/end", seen: "/tokens/\(berts.id)").json["standing"] == "revoked")
        }
    }

    @Test func `counts as who made it, however many tokens lie between`() async throws {
        try await ExampleHouse.with { house in
            let first = try await house.token(.administrator, by: "bram")
            let record = try await house.acts.token(first.id).record
            #expect(try await house.acts.maker(of: DoorTokens.who(record)) == .person("bram"))
            let second = try await house.ask(.post, "/tokens", ["name": "child", "role": "viewer"], token: first.text, key: "c")
            let child = try await house.acts.token(try #require(second.json["token"]?["id"]?.string)).record
            #expect(try await house.acts.maker(of: DoorTokens.who(child)) == .person("bram"))
            #expect(try await house.acts.maker(of: .person("bram")) == .person("bram"))
            #expect(try await house.acts.maker(of: .machine("intake")) == .machine("intake"))
        }
    }

    @Test func `a request whose end never became durable is not done again under its key`() async throws {
        try await ExampleHouse.with { house in
            let tag = try #require(try await house.ask(.get, Path.path(1)).fields["ETag"])
            let reason: JSON = ["reason": "entered twice"]
            let done = try await house.ask(.post, Path.path(1, "withdraw"), reason, key: "cut", ifMatch: tag)
            #expect(done.status == 200)
            let asker = try #require(try await house.journal.tokens().first { $0.name == "ledger tool" }).id
            let kept = try #require(try await house.journal.answer(asker: "token/\(asker)", key: "cut"))
            // As a process leaves it that dies between the two.
            var begun = kept
            (begun.status, begun.body) = (102, [])
            let left = begun
            try await house.journal.commit(JournalUnit([.dropAnswer(asker: kept.asker, key: "cut"), .keepAnswer(left)]))
            let again = try await house.ask(.post, Path.path(1, "withdraw"), reason, key: "cut", ifMatch: tag)
            #expect(again.status == 409 && again.problem == "in-progress")
        }
    }

    @Test func `problems have an address that says what they mean`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            let refused = try await house.ask(.get, "/bridges", token: nil).json
            let type = try #require(refused["type"]?.string)
            let kind = try await house.ask(.get, String(type.dropFirst("/api/v1".count)), token: nil, fields: [("Accept-Language", "nl")])
            #expect(kind.json == ["type": .string(type), "status": 401, "title": "Niet bekend wie dit vraagt"])
            #expect(try await house.ask(.get, "/problems/unheard", token: nil).status == 404)
        }
    }
}
