import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

@Suite struct `An XML upload` {
    /// The reference's own example (§11), in the codes of the sandbox's division.
    private static func transaction(
        _ reference: String, type: Int = 20, journal: String = "70", account: String = "code=\"501\"", base: String = "-1000.00",
        vat: String = "-90.00", total: String = "1090.00", vatCode: String = "1", vatAccount: String = "1510", period: Int = 3,
        entry: String = "", more: String = ""
    ) -> String {
        let dates = "<Date>2026-03-11</Date><FinYear number=\"2026\"/><FinPeriod number=\"\(period)\"/>"
        func line(_ number: Int, _ ledger: String, _ value: String, _ code: String?, _ rest: String = "") -> String {
            let tax = code.map { "<VAT code=\"\($0)\"/>" } ?? ""
            return
                "<GLTransactionLine type=\"\(type)\" line=\"\(number)\">\(dates)<GLAccount code=\"\(ledger)\"/><Description>x</Description>"
                + "<Account \(account)/><Amount><Currency code=\"EUR\"/><Value>\(value)</Value>\(tax)</Amount>\(rest)</GLTransactionLine>"
        }
        let own = entry.isEmpty ? "" : " entry=\"\(entry)\""
        return "<GLTransaction\(own)><TransactionType number=\"\(type)\"/><Journal code=\"\(journal)\"/>\(dates)"
            + "<Description>Invoice \(reference)</Description>"
            + line(0, "1300", total, nil, "<References><YourRef>\(reference)</YourRef></References>") + line(1, "8000", base, vatCode)
            + line(2, vatAccount, vat, vatCode) + more + "</GLTransaction>"
    }

    private func upload(_ desk: Desk, _ transactions: [String], topic: String = "GLTransactions", division: Int = Desk.division) async
        -> Answer
    {
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><eExact><GLTransactions>\(transactions.joined())</GLTransactions></eExact>"
        return await raw(desk, text, topic: topic, division: division)
    }

    private func raw(_ desk: Desk, _ text: String, topic: String = "GLTransactions", division: Int = Desk.division) async -> Answer {
        await desk.send(
            HTTPRequest(
                .post, target: "/docs/XMLUpload.aspx?Topic=\(topic)&_Division_=\(division)",
                fields: ["Authorization": "Bearer \(desk.accessToken)", "Content-Type": "text/xml"], body: Array(text.utf8)))
    }

    /// The types of an answer's messages, in their order.
    private func types(_ answer: Answer) -> [String] {
        answer.text.split(separator: "<Message type=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    @Test func `books the reference's example, says its number, and leaves what the same entry by REST leaves`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await upload(desk, [Self.transaction("FP-2024-000123")])
        #expect(answer.status == 200 && types(answer) == ["2"])
        #expect(answer.text.contains("<Data keyAlt=\"26700001\"/>") && answer.text.contains("count=\"1\" pagesize=\"1000\""))
        let entry = try #require(await desk.sandbox.entries(in: Desk.division).first)
        #expect(entry.type == 20 && entry.yourReference == "FP-2024-000123" && entry.account == "501")
        #expect(entry.amount == 1090 && entry.vat == 90 && entry.open == 1090)
        #expect(
            entry.lines.map { "\($0.ledgerAccount) \($0.amount) \($0.vatCode ?? "-")" } == ["1300 1090 -", "8000 -1000 1", "1510 -90 1"])
        #expect(await desk.sandbox.inconsistencies(in: Desk.division).isEmpty)
    }

    @Test func `each record has its own verdict, and none takes another down`() async throws {
        let desk = try await Desk.signedIn { $0.divisions[0].closedPeriods = [.init(Period(year: 2026, number: 2))] }
        let answer = await upload(
            desk,
            [
                Self.transaction("A"), Self.transaction("B", total: "1090.01"), Self.transaction("C", account: "code=\"502\""),
                Self.transaction("D", vat: "-89.00", total: "1089.00", vatCode: "3"), Self.transaction("E", vatAccount: "1500"),
                Self.transaction("F", type: 21), Self.transaction("G", period: 2), Self.transaction("H", journal: "60"),
                Self.transaction("I"),
            ])
        #expect(answer.status == 200 && types(answer) == ["2", "0", "0", "0", "0", "0", "0", "0", "2"])
        #expect(await desk.sandbox.entries(in: Desk.division).map(\.yourReference) == ["A", "I"])
        for words in [
            "Not in balance: difference EUR 0.01", "Blocked: Customer", "VAT line is not equal to the sum of the base lines",
            "Invalid: Type",
            "Period is closed: 2026 - 2",
        ] { #expect(answer.text.contains(words), "\(words)") }
    }

    @Test func `a number of one's own is kept, and refused when it is taken`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await upload(desk, [Self.transaction("A", entry: "26700500"), Self.transaction("B", entry: "26700500")])
        #expect(types(answer) == ["2", "0"] && answer.text.contains("In use: Entry number"))
        #expect(await desk.sandbox.entries(in: Desk.division).map(\.number) == [26_700_500])
    }

    @Test func `what is no upload of the topic is refused whole, by one message that names no record`() async throws {
        let desk = try await Desk.signedIn { $0.limits.uploadRecordsMax = 2 }
        let misspelt = Self.transaction("A", more: "<GLTransactionLines/>")
        let texts = ["<eExact><GLTransactions>", "not XML", "<eExact/>", "<eExact><GLTransactions>\(misspelt)</GLTransactions></eExact>"]
        for text in texts {
            let answer = await raw(desk, text)
            #expect(answer.status == 200 && types(answer) == ["0"] && answer.text.contains("<Data/>"), "\(text)")
        }
        #expect(types(await upload(desk, ["A", "B", "C"].map { Self.transaction($0) })) == ["0"])
        #expect(await desk.sandbox.entries(in: Desk.division).isEmpty)
    }

    @Test func `topic, division, session and size are looked at first`() async throws {
        let desk = try await Desk.signedIn { $0.limits.bodyMax = 10_000 }
        #expect(await upload(desk, [], topic: "MatchSets").status == 400)
        #expect(await upload(desk, [], division: 1).status == 403)
        #expect(await raw(desk, String(repeating: " ", count: 10_001)).status == 413)
        let stranger = await desk.send(HTTPRequest(.post, target: "/docs/XMLUpload.aspx?Topic=GLTransactions&_Division_=3456789"))
        #expect(stranger.status == 401)
    }

    @Test func `an upload is one call of the same budget as REST`() async throws {
        let desk = try await Desk.signedIn { $0.limits.callsPerMinute = 2 }
        let first = await upload(desk, [Self.transaction("A"), Self.transaction("B")])
        #expect(first.fields["X-RateLimit-Minutely-Remaining"] == "1")
        #expect(await upload(desk, [Self.transaction("C")]).status == 200)
        #expect(await upload(desk, [Self.transaction("D")]).status == 429)
        #expect(await desk.sandbox.entries(in: Desk.division).count == 3)
    }
}

/// Accounts, in the nodes that public clients of this topic send.
@Suite struct `An XML upload of accounts` {
    private func upload(_ desk: Desk, _ accounts: String) async -> Answer {
        let text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><eExact><Accounts>\(accounts)</Accounts></eExact>"
        return await desk.send(
            HTTPRequest(
                .post, target: "/docs/XMLUpload.aspx?Topic=Accounts&_Division_=\(Desk.division)",
                fields: ["Authorization": "Bearer \(desk.accessToken)", "Content-Type": "text/xml"], body: Array(text.utf8)))
    }

    @Test func `makes what is new, changes what exists, leaves what is not said, and has a verdict for each`() async throws {
        let desk = try await Desk.signedIn()
        let address =
            "<Address type=\"VIS\" default=\"1\"><AddressLine1>Legmeerdijk 1</AddressLine1><PostalCode>1431 AB</PostalCode>"
            + "<City>Aalsmeer</City><Country code=\"NL\"/></Address>"
        let answer = await upload(
            desk,
            "<Account code=\"8001\" searchcode=\"\" status=\"C\"><Name>Nieuw</Name><IsSupplier>0</IsSupplier>\(address)</Account>"
                + "<Account code=\"8002\"><Email>x@y.example</Email></Account>"
                + "<Account code=\"501\"><Email>nieuw@tulp.example</Email></Account>"
                + "<Account ID=\"{00000000-0000-0000-0000-000000000001}\"><Name>Niemand</Name></Account>")
        #expect(answer.status == 200)
        let types = answer.text.split(separator: "<Message type=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(types == ["2", "0", "2", "0"], "a name is mandatory for a new one only")
        #expect(answer.text.contains("node=\"Account\"") && answer.text.contains("<Data keyAlt=\"8001\"/>"))
        let made = try #require(try await desk.sandbox.account("8001", in: Desk.division))
        #expect(made["Name"] == "Nieuw" && made["City"] == "Aalsmeer" && made["Status"] == "C")
        let changed = try #require(try await desk.sandbox.account("501", in: Desk.division))
        #expect(changed["Email"] == "nieuw@tulp.example" && changed["Name"]?.isEmpty == false)
        #expect(try await desk.sandbox.account("8002", in: Desk.division) == nil)
    }

    @Test func `refuses a name that nobody was seen to use, as a whole`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await upload(desk, "<Account code=\"8001\" status=\"C\"><Name>Nieuw</Name><GlnNumber>1</GlnNumber></Account>")
        #expect(answer.text.contains("not valid here"))
        #expect(try await desk.sandbox.account("8001", in: Desk.division) == nil)
    }
}
