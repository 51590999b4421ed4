@testable import BridgeAPI
import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import Testing

/// What a program does with parties, rules, connections, reconciliation, payments, people and webhooks, over a real socket.
@Suite(.timeLimit(.minutes(5))) struct `A program keeps what people keep` {
    private static let base = "/bridges/export-nl"
    private static func party(_ code: String, _ verb: String = "") -> String {
        "\(base)/parties/debtor/\(code)" + (verb.isEmpty ? "" : "/\(verb)")
    }

    // MARK: Parties

    @Test func `sees what needs somebody, money first, and decides about a bank account once`() async throws {
        try await ExampleHouse.with { house in
            let needs = try await house.ask(.get, Self.base + "/party-needs").json
            #expect(needs["undecided"]?[0]?["difference"]?["theirs"] == "NL20INGB0001234567")
            #expect(needs["proposed"]?[0]?["looks_like"]?["number"] == "1C0003" && needs["stuck"]?[0]?["code"] == "C0004")
            let path = Self.party("C0002")
            let tag = try #require(try await house.ask(.get, path).fields["ETag"])
            let bookkeeper = try await house.token(.bookkeeper).text
            let refused = try await house.ask(.post, path + "/approve", [:], token: bookkeeper, key: "b", ifMatch: tag)
            #expect(refused.status == 403, "a bookkeeper links, and decides nothing")
            let done = try await house.ask(.post, path + "/approve", ["field": "bank_account"], key: "a", ifMatch: tag)
            let row = done.json["fields"]?.array?.first { $0["field"] == "bank_account" }
            #expect(done.status == 200 && row?["standing"] == "sends", "\(done.text)")
            #expect(try await house.party("C0002").alignment?.differences.map(\.standing) == [.found, .sends])
            let last = try #require(try await house.history("debtor/C0002").last)
            #expect(last.hasPrefix("machine:token/") && last.hasSuffix("ledger tool difference_approved"))
            let late = try await house.ask(.post, path + "/refuse", [:], key: "late", ifMatch: tag)
            #expect(late.status == 412, "it is not as it was looked at")
            let nothing = try await house.act(path + "/refuse", seen: path, [:], key: "n")
            #expect(nothing.status == 409, "nothing is left to decide: \(nothing.text)")
        }
    }

    @Test func `links a party by number, and is told which number will not do`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.party("C0003")
            for (number, code) in [("0", "value_unknown"), ("1C0002", "value_out_of_range"), (" ", "field_missing")] {
                let refused = try await house.act(path + "/link", seen: path, ["number": .string(number)], key: code)
                #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"] == "number", "\(number): \(refused.text)")
                #expect(refused.json["errors"]?[0]?["code"]?.string == code, "\(number): \(refused.text)")
            }
            let linked = try await house.act(path + "/link", seen: path, ["number": "1C0003"], key: "l")
            #expect(linked.json["party"]?["state"] == "aligned" && linked.json["relation"]?["number"] == "1C0003", "\(linked.text)")
            let tried = try await house.act(Self.party("C0004", "retry"), seen: Self.party("C0004"), key: "r")
            #expect(tried.json["party"]?["state"] == "ready", "\(tried.text)")
            for path in [Self.party("C9999"), Self.base + "/parties/cousin/C0002"] {
                #expect(try await house.ask(.get, path).status == 404, "\(path)")
            }
        }
    }

    @Test func `lists parties page by page, by state and by code`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            for number in 0..<7 { try await house.journal.commit(JournalUnit([.putParty(JournalSample.party("C\(1_000 + number)"))])) }
            var (codes, next) = ([String](), Optional(Self.base + "/parties?state=ready&limit=3"))
            while let path = next {
                let page = try await house.ask(.get, path).json
                codes += (page["items"]?.array ?? []).compactMap { $0["code"]?.string }
                next = page["next"]?.string.map { String($0.dropFirst("/api/v1".count)) }
            }
            #expect(codes == (0..<7).map { "C\(1_000 + $0)" })
            #expect(try await house.ask(.get, Self.base + "/parties?code=C1003").json["items"]?.array?.count == 1)
            #expect(try await house.ask(.get, Self.base + "/parties?differing=1").json["items"] == [])
        }
    }

    // MARK: Rules

    @Test func `looks at what rules would do, saves them, and nobody overwrites what somebody else saved`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.base + "/mapping"
            let seen = try await house.ask(.get, path)
            #expect(seen.json["version"] == 1 && seen.json["rules"]?[0]?["rule"] == "revenue-roses", "\(seen.text)")
            let rules = JSON.string(ExampleHouse.rules(roses: "8300"))
            let outlook = try await house.ask(.post, path + "/outlook", ["rules": rules], key: "o")
            #expect(outlook.status == 200 && outlook.json["newest"]?["documents"]?.integer == 5, "\(outlook.text)")
            #expect(try await house.journal.mappings(JournalSample.bridge).map(\.version) == [1], "nothing is written")
            let body: JSON = ["rules": rules, "comment": "another account"]
            let saved = try await house.ask(.post, path + "/versions", body, key: "s", ifMatch: seen.fields["ETag"])
            #expect(saved.json["outcome"] == "in_force" && saved.json["version"] == 2 && saved.json["judged"] == 1, "\(saved.text)")
            let late = try await house.ask(.post, path + "/versions", body, key: "t", ifMatch: seen.fields["ETag"])
            #expect(late.status == 412)
            let version = try await house.ask(.get, path + "/versions/2").json
            #expect(version["rules"] == rules && version["saved"]?["comment"] == "another account")
            #expect(version["saved"]?["saved_by"]?.string?.contains("ledger tool") == true)
            let versions = try await house.ask(.get, path + "/versions?limit=1").json
            #expect(versions["items"]?[0]?["version"] == 2 && versions["next"] != nil)
            #expect(try await house.ask(.get, path + "/versions/3").status == 404)
        }
    }

    @Test func `is told line by line what is wrong with rules, in its own language`() async throws {
        try await ExampleHouse.with { house in
            let body: JSON = ["rules": "accounts:\n  rules: 5\n"]
            let refused = try await house.ask(
                .post, Self.base + "/mapping/outlook", body, key: "o", fields: [("Accept-Language", "nl")])
            #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"] == "rules", "\(refused.text)")
            #expect(refused.json["detail"]?.string?.contains("2:") == true)
        }
    }

    @Test func `a document says why, and a number that nobody has is not found`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.base + "/mapping/try?number="
            let tried = try await house.ask(.get, path + JournalSample.key(1).number.text).json
            #expect(tried["version"] == 1 && tried["documents"]?[0]?["readable"] == true, "\(tried)")
            #expect(try await house.ask(.get, path + "none").status == 404)
            let unsaid = try await house.ask(.get, Self.base + "/mapping/try")
            #expect(unsaid.status == 400 && unsaid.json["errors"]?[0]?["code"] == "field_missing", "\(unsaid.text)")
            #expect(unsaid.json["errors"]?[0]?["field"] == "number")
        }
    }

    /// A token tells who made it, not who holds it: its holder could be both pairs of eyes.
    @Test func `with four eyes no token proposes or approves rules, whoever made it, and it says what to do`() async throws {
        try await ExampleHouse.with(policy: { $0.mappingFourEyes = true }) { house in
            let path = Self.base + "/mapping"
            for (maker, key) in [("anna", "a"), ("carla", "c")] {
                let token = try await house.token(.controller, by: maker).text
                let approved = try await house.act(path + "/proposal/approve", seen: path + "/proposal", key: key, token: token)
                #expect(approved.status == 403 && approved.json["detail"]?.string?.contains("'ledgerbridge map approve'") == true)
                let body: JSON = ["rules": .string(ExampleHouse.rules(roses: "8300"))]
                let tag = try await house.ask(.get, path, token: token).fields["ETag"]
                let proposed = try await house.ask(
                    .post, path + "/versions", body, token: token, key: "p", ifMatch: tag, fields: [("Accept-Language", "nl")])
                #expect(proposed.status == 403 && proposed.json["detail"]?.string?.contains("vier ogen") == true, "\(proposed.text)")
            }
            #expect(try await house.journal.mappings(JournalSample.bridge).map(\.version) == [1])
            let bridge = try house.acts.bridge("export-nl")
            let seal = try #require(try await house.acts.proposal(bridge)).proposal.seal
            await #expect(throws: ActRefusal.self) { try await house.acts.approveRules(bridge, seal: seal, by: .person("bert")) }
            #expect(try await house.acts.approveRules(bridge, seal: seal, by: .person("carla")).version == 2)
            #expect(try await house.journal.mapping(JournalSample.bridge, version: nil)?.savedBy == .person("bert"))
        }
    }

    @Test func `what a token once proposed nobody approves, and only that token withdraws`() async throws {
        try await ExampleHouse.with { house in
            let path = "/bridges/\(ExampleHouse.paused)/mapping/proposal"
            let bridge = try house.acts.bridge(ExampleHouse.paused.text)
            let seal = try #require(try await house.acts.proposal(bridge)).proposal.seal
            let approving = await #expect(throws: ActRefusal.self) {
                try await house.acts.approveRules(bridge, seal: seal, by: .person("carla"))
            }
            #expect(approving?.text.english.contains("in person") == true)
            let sister = try await house.token(.controller, by: "anna").text
            let strange = try await house.act(path + "/withdraw", seen: path, key: "s", token: sister)
            #expect(strange.status == 409 && strange.json["detail"]?.string?.contains("Only who proposed") == true, "\(strange.text)")
            await #expect(throws: ActRefusal.self) { try await house.acts.withdrawRules(bridge, seal: seal, by: .person("anna")) }
            #expect(try await house.act(path + "/withdraw", seen: path, key: "w").json["outcome"] == "withdrawn")
            let last = try await house.journal.history(subject: "mapping", bridge: ExampleHouse.paused, after: 0, limit: 100).last?.entry
            #expect(last?.act == "proposal_withdrawn" && last?.who == house.tool)
        }
    }

    @Test func `without four eyes a change that still waits is approved by another than who made it`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.base + "/mapping/proposal"
            _ = try await house.acts.signIn.accounts.setRole(of: "bert", to: .controller, by: .person("anna"))
            let own = try await house.token(.controller, by: "bert")
            let refused = try await house.act(path + "/approve", seen: path, key: "own", token: own.text)
            #expect(refused.status == 409 && refused.json["detail"]?.string?.contains("yourself") == true, "\(refused.text)")
            let dropped = try await house.act(path + "/refuse", seen: path, ["reason": "another account"], key: "r")
            #expect(dropped.json["outcome"] == "refused")
            #expect(try await house.history("mapping").last?.hasSuffix("proposal_refused") == true)
        }
    }

    // MARK: Connections

    @Test func `pauses a bridge and lets it go on, each once, with a reason that all see`() async throws {
        try await ExampleHouse.with { house in
            let why: JSON = ["reason": "the accountant closes October"]
            let viewer = try await house.token(.viewer).text
            #expect(try await house.ask(.post, Self.base + "/pause", why, token: viewer, key: "v").status == 403)
            let paused = try await house.ask(.post, Self.base + "/pause", why, key: "p")
            #expect(paused.json["pause"]?["reason"] == why["reason"], "\(paused.text)")
            #expect(try await house.ask(.post, Self.base + "/pause", why, key: "q").status == 409)
            #expect(try await house.ask(.post, Self.base + "/pause", ["reason": "  "], key: "e").status == 422)
            let seen = try await house.ask(.get, Self.base + "/connection", token: viewer).json
            #expect(seen["pause"]?["by"]?.string?.contains("ledger tool") == true)
            let resumed = try await house.ask(.post, Self.base + "/resume", [:], key: "r")
            #expect(resumed.status == 200 && resumed.json["pause"] == nil)
            #expect(try await house.history("bridge").map { $0.split(separator: " ").last } == ["paused", "paused", "resumed"])
        }
    }

    @Test func `tries every right, gives consent with the right code only, and says how far the set-up is`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.base + "/connection"
            let tested = try await house.ask(.post, path + "/test", key: "t", fields: [("Accept-Language", "nl")]).json
            #expect(
                tested["outcome"] == "blocked" && tested["findings"]?[0]?["text"] == "recht mist" && tested["counts"]?[0]?["count"] == 3)
            let setup = try await house.ask(.get, path + "/setup").json
            #expect(setup["next"] == 2 && setup["steps"]?[0]?["done"] == true)
            #expect(setup["steps"]?.array?.last?["done"] == nil, "only a person knows")
            let bookkeeper = try await house.token(.bookkeeper).text
            #expect(try await house.ask(.get, path + "/consent", token: bookkeeper).status == 403)
            #expect(try await house.ask(.get, path + "/consent").json["redirect"] == "https://127.0.0.1:8484/callback")
            let wrong: JSON = ["callback": "https://127.0.0.1:8484/callback?code=wrong"]
            let refused = try await house.ask(.post, path + "/consent", wrong, key: "w")
            #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"] == "callback", "\(refused.text)")
            let right: JSON = ["callback": "https://127.0.0.1:8484/callback?code=example&state=example"]
            #expect(try await house.ask(.post, path + "/consent", right, key: "c").status == 200)
            #expect(try await house.history("connection").map { $0.split(separator: " ").last } == ["tested", "consented"])
            #expect(try await house.ask(.get, "/bridges/import-nl/connection/setup").status == 409, "nobody knows how that is set up")
        }
    }

    // MARK: Reconciliation

    @Test func `proves source, sent and booked over dates, as figures and as a table`() async throws {
        try await ExampleHouse.with { house in
            let month = "?from=2026-11-01&to=2026-11-30"
            let seen = try await house.ask(.get, Self.base + "/reconcile" + month).json
            #expect(seen["verdict"] == "differs" && seen["all_shown"] == true && seen["differing"]?.array?.count == 2, "\(seen)")
            let explained = seen["figures"]?.array?.first { $0["vat_code"] == "VH" }
            #expect(explained?["explanation"]?["text"] == "another code", "\(seen)")
            let one = try await house.ask(.get, Self.base + "/reconcile" + month + "&shown=1").json
            #expect(one["all_shown"] == false && one["differing"]?.array?.count == 1)
            let table = try await house.ask(.get, Self.base + "/reconcile.csv" + month)
            #expect(table.fields["Content-Type"]?.hasPrefix("text/csv") == true && table.text.hasPrefix("what,daybook,vat_code,"))
            #expect(table.text.contains("\r\ndocument,") && table.text.contains(",explained,another code,"))
            #expect(try await house.ask(.get, Self.base + "/reconcile?from=2020-01-01&to=2020-01-31").json["verdict"] == "nothing")
            let source = try await house.ask(.get, Self.base + "/reconcile/source" + month).json
            #expect(source["answered"] == true && source["approved"] == 0 && source["received"]?.integer == 5, "\(source)")
            let viewer = try await house.token(.viewer).text
            #expect(try await house.ask(.get, Self.base + "/reconcile/source", token: viewer).status == 403)
        }
    }

    // MARK: Payments

    @Test func `sees what was paid and what the trade system knows, and has what was refused told again`() async throws {
        try await ExampleHouse.with { house in
            let path = Self.base + "/payments"
            let seen = try await house.ask(.get, path).json["items"]?.array ?? []
            #expect(seen.count == 4 && seen.compactMap { $0["lines"]?[0]?["told"]?.string } == ["problem", "waiting", "refused", "told"])
            #expect(seen.last?["lines"]?[0]?["amount"] == ["amount": "10.00", "currency": "EUR"])
            #expect(try await house.ask(.get, path + "?stuck=1").json["items"]?.array?.count == 1)
            #expect(try await house.ask(.get, path + "/notices?state=refused").json["items"]?[0]?["reason"] == "2600002 is not known")
            #expect(try await house.ask(.get, path + "/items").json["items"]?[0]?["remaining"]?["amount"] == "99.00")
            let summary = try await house.ask(.get, path + "/summary")
            #expect(summary.json["refused"] == 1 && summary.json["needs_person"] == true && summary.json["reads"] == false)
            let again = try await house.ask(.post, path + "/retry", key: "a", ifMatch: summary.fields["ETag"])
            #expect(again.json["notices"] == 1, "\(again.text)")
            #expect(
                try await house.ask(.post, path + "/retry", key: "b", ifMatch: summary.fields["ETag"]).status == 409, "nothing is refused")
            #expect(try await house.ask(.get, path + "/notices").json["items"]?.array?.count == 2)
        }
    }

    // MARK: People

    @Test func `invites a person by a link that is told once, and works`() async throws {
        try await ExampleHouse.with { house in
            let wish: JSON = ["id": "carla", "name": "Carla Bos", "role": "bookkeeper", "language": "nl"]
            let made = try await house.ask(.post, "/people", wish, key: "i")
            #expect(made.status == 201 && made.json["person"]?["role"] == "bookkeeper", "\(made.text)")
            let path = try #require(made.json["path"]?.string)
            #expect(made.json["url"]?.string == "https://ledgerbridge.example" + path, "a whole address where the console's is known")
            let again = try await house.ask(.post, "/people", wish, key: "i")
            #expect(
                again.status == 201 && again.json["path"] == nil && again.json["url"] == nil && again.json["person"] == made.json["person"])
            let kept = try await house.journal.answer(asker: try await house.asker(), key: "i")
            #expect(kept.map { !String(decoding: $0.body, as: UTF8.self).contains("key=") } == true, "a link is kept nowhere in clear")
            let pairs = FormCoding.decode(String(path.drop { $0 != "?" }.dropFirst()))
            func part(_ name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }
            let until = Timestamp(milliseconds: try #require(Int64(part("until"))))
            let link = Invitations.Link(account: part("who"), until: until, key: part("key"))
            #expect(try await house.acts.invitations.opens(link)?.id == "carla")
            for (id, key) in [("carla", "taken"), ("C", "short")] {
                let refused = try await house.ask(.post, "/people", wish.with("id", .string(id)), key: key)
                #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"] == "id", "\(refused.text)")
            }
        }
    }

    @Test func `changes a role, ends sessions, closes an account, and leaves an administrator`() async throws {
        try await ExampleHouse.with { house in
            let path = "/people/bert"
            #expect(try await house.ask(.get, path).json["sessions"]?.array?.count == 1)
            let changed = try await house.act(path + "/role", seen: path, ["role": "administrator"], key: "r")
            #expect(changed.json["role"] == "administrator", "\(changed.text)")
            let alone = try await house.act(path + "/role", seen: path, ["role": "viewer"], key: "alone")
            #expect(alone.status == 409 && alone.json["detail"]?.string?.contains("only administrator") == true, "\(alone.text)")
            let ended = try await house.act(path + "/end-session", seen: path, ["session": "session-1"], key: "e")
            #expect(ended.json["sessions"] == [], "\(ended.text)")
            #expect(try await house.act("/people/dora/remove-code", seen: "/people/dora", key: "c").json["code_since"] == nil)
            let closed = try await house.act("/people/dora/close", seen: "/people/dora", key: "x")
            #expect(closed.json["state"] == "closed")
            #expect(try await house.act("/people/dora/link", seen: "/people/dora", key: "y").status == 409)
            #expect(try await house.ask(.get, "/people").json["items"]?.array?.compactMap { $0["id"]?.string } == ["bert", "dora"])
            let told = try await house.ask(.get, path).text
            #expect(!told.contains("argon2") && !told.contains("sealed"))
            let controller = try await house.token(.controller).text
            #expect(try await house.ask(.get, "/people", token: controller).status == 403)
        }
    }

    // MARK: Webhooks

    @Test func `adds a webhook with a secret that is told once, and has messages told again`() async throws {
        try await ExampleHouse.with { house in
            let wish: JSON = [
                "name": "Stock", "url": "https://stock.example.nl/hooks?key=geheim", "events": ["document.booked", "document.late"],
            ]
            let made = try await house.ask(.post, "/webhooks", wish, key: "w")
            let secret = try #require(made.json["secret"]?.string)
            let id = try #require(made.json["webhook"]?["id"]?.string)
            #expect(made.status == 201 && secret.hasPrefix("whsec_") && !made.text.contains("geheim"), "\(made.text)")
            let again = try await house.ask(.post, "/webhooks", wish, key: "w")
            #expect(again.json["secret"] == nil && again.json["webhook"] == made.json["webhook"])
            let kept = try #require(try await house.journal.answer(asker: try await house.asker(), key: "w"))
            #expect(!String(decoding: kept.body, as: UTF8.self).contains("whsec_"), "a secret is kept nowhere in clear")
            let path = "/webhooks/\(id)"
            #expect(try await !house.ask(.get, path).text.contains("whsec_"))
            let rotated = try await house.act(path + "/rotate", seen: path, key: "r")
            #expect(rotated.json["secret"]?.string != secret && rotated.json["webhook"]?["older_secret_until"] != nil, "\(rotated.text)")
            let late = try await house.ask(.post, path + "/pause", key: "l", ifMatch: made.fields["ETag"])
            #expect(late.status == 412)
            #expect(try await house.act(path + "/pause", seen: path, key: "p").json["state"] == "paused")
            #expect(try await house.act(path + "/test", seen: path, key: "t").status == 409, "a paused one is told nothing")
            #expect(try await house.act(path + "/end", seen: path, key: "x").json["state"] == "ended")
            for (number, (wish, field, code)) in [
                (wish.with("url", "https://10.0.0.1/"), "url", "value_out_of_range"), (wish.with("url", "stock"), "url", "malformed"),
                (wish.with("url", "https://stock.example.nl/ hooks"), "url", "malformed"),
                (wish.with("events", ["document.lost"]), "events", "value_unknown"),
                (wish.with("bridges", ["elsewhere"]), "bridges", "value_unknown"),
            ].enumerated() {
                let refused = try await house.ask(.post, "/webhooks", wish, key: "wrong-\(number)")
                #expect(refused.status == 422 && refused.json["errors"]?[0]?["field"]?.string == field, "\(refused.text)")
                #expect(refused.json["errors"]?[0]?["code"]?.string == code, "it was sent: \(refused.text)")
            }
        }
    }

    @Test func `has one message told again, or those of some days`() async throws {
        try await ExampleHouse.with { house in
            let path = "/webhooks/" + DeskCall.exampleWebhook
            let aside = try await house.ask(.get, path + "/messages?state=aside").json["items"]?.array ?? []
            #expect(aside.compactMap { $0["sequence"]?.integer } == [101])
            let message = try await house.ask(.get, path + "/messages/101").json
            #expect(message["attempts"]?[0]?["status"] == 500 && message["body"] == "{}")
            let none = try await house.act(path + "/replay", seen: path, ["from": "2026-11-02", "to": "2026-11-01"], key: "n")
            #expect(none.status == 422, "\(none.text)")
            let day = "\(house.acts.zone.date(of: JournalSample.now))"
            let period: JSON = ["from": .string(day), "to": .string(day), "only_aside": true]
            #expect(try await house.act(path + "/replay", seen: path, period, key: "d").json["messages"] == 1)
            #expect(try await house.ask(.get, path + "/messages/101").json["message"]?["state"] == "waiting")
            let waits = try await house.act(path + "/replay", seen: path, ["sequence": 101], key: "o")
            #expect(waits.status == 409, "it is told already: \(waits.text)")
        }
    }
}

extension ExampleHouse {
    /// Under whose name answers to the administrator's token are kept.
    fileprivate func asker() async throws -> String {
        "token/" + (try #require(try await journal.tokens().first { $0.name == "ledger tool" }).id)
    }
}
