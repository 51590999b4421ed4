import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeText
import Testing

/// What we write is what the importer reads, whatever the customer's definition says.
@Suite struct `The form of a file` {
    private static func file(_ profile: AFASFileProfile, _ orders: [PostingOrder]) throws -> [UInt8] {
        let format = AFASFileFormat(profile, unit: 1)
        return format.file(try orders.map { try format.rows($0, with: .unknown) })
    }

    private static func text(_ profile: AFASFileProfile, _ orders: [PostingOrder]) throws -> String {
        String(decoding: try file(profile, orders), as: UTF8.self)
    }

    /// Reads a file with the simulator's own importer.
    private static func imported(
        _ bytes: [UInt8], named name: String = "0001.csv", _ change: (inout AFASSandbox.ImportSettings) -> Void = { _ in }
    ) async -> (sandbox: AFASSandbox, report: ImportReport?, folder: MemoryExchangeFolder) {
        var settings = AFASSandbox.Settings()
        settings.importing.interval = nil
        change(&settings.importing)
        let folder = MemoryExchangeFolder()
        let sandbox = AFASSandbox(settings, clock: StillClock(), folder: folder)
        folder.write(bytes, to: name)
        let report = await sandbox.importFiles().first
        return (sandbox, report, folder)
    }

    @Test func `a row for each line is written as the reference shows it`() throws {
        let order = Samples.order("FP260001") { draft in
            draft.description = "Factuur FP260001"
            draft.lines = [
                Samples.line(.party, "1300", "1090.00"),
                Samples.line(.amount, "8010", "-1000.00", code: "2", centre: "EXPORT", text: "Bloemen; 9%"),
                Samples.line(.vat, "1510", "-90.00", code: "2", text: "Btw \"laag\""),
            ]
        }
        let lines = try Self.text(AFASFileProfile(.lines), [order]).split(separator: "\r\n").map(String.init)
        #expect(lines[0].hasPrefix("\u{FEFF}Administratie;Dagboek;Boekjaar;Periode;Datum boeking;"))
        #expect(
            lines[1]
                == "1;20;2026;3;02-03-2026;02-03-2026;FP260001;2;10044;FP260001;Factuur FP260001;16-03-2026;1090,00;0,00;;EUR;1;;;")
        #expect(
            lines[2] == "1;20;2026;3;02-03-2026;02-03-2026;FP260001;1;8010;FP260001;\"Bloemen; 9%\";;0,00;1000,00;2;EUR;1;EXPORT;;")
        #expect(lines[3].contains("\"Btw \"\"laag\"\"\""))
    }

    @Test(arguments: [
        (AFASFileProfile.DecimalSign.comma, Character(";"), AFASFileProfile.DateOrder.dayMonthYear, TextEncoding.utf8),
        (.point, ",", .yearMonthDay, .utf8), (.point, "\t", .compact, .windows1252), (.comma, "|", .dayMonthYear, .windows1252),
    ])
    func `separator, decimal sign, dates and encoding are the customer's`(
        decimal: AFASFileProfile.DecimalSign, separator: Character, dates: AFASFileProfile.DateOrder, encoding: TextEncoding
    ) async throws {
        var profile = AFASFileProfile(.lines)
        profile.decimalSign = decimal
        profile.separator = separator
        profile.dateOrder = dates
        profile.encoding = encoding
        profile.hasHeader = encoding == .utf8
        let order = Samples.order("F1") { $0.description = "Café ’t Bloempje, €5; \"nu\"" }
        let (sandbox, report, _) = await Self.imported(try Self.file(profile, [order])) { settings in
            settings.definitions[0].decimalSign = decimal == .comma ? "," : "."
            settings.definitions[0].separator = separator
            settings.definitions[0].encoding = encoding == .utf8 ? .utf8 : .windows1252
            settings.definitions[0].hasHeader = encoding == .utf8
            settings.definitions[0].datePattern =
                switch dates {
                case .dayMonthYear: .dayMonthYear("-")
                case .yearMonthDay: .yearMonthDay("-")
                case .compact: .compact
                }
        }
        #expect(report?.entries.count == 1, "\(report?.error ?? "")")
        #expect(await sandbox.entries().first?.lines.first?.description == "Café ’t Bloempje, €5; \"nu\"")
        #expect(await sandbox.balances()["1300"] == 109)
    }

    @Test func `a character the encoding lacks is told, not replaced`() throws {
        var profile = AFASFileProfile(.lines)
        profile.encoding = .windows1252
        let error = #expect(throws: ConnectorError.self) { try Self.file(profile, [Samples.order("F1") { $0.description = "Łódź" }]) }
        #expect(error?.code == .rejected)
        #expect(error?.problems.map(\.found) == ["Ł"])
        #expect(throws: Never.self) { try Self.file(profile, [Samples.order("F1") { $0.description = "e\u{301}e\u{300}" }]) }
    }

    @Test func `a credit note swaps sides`() async throws {
        let credit = Samples.order("C1") { draft in
            draft.kind = .creditNote
            draft.lines = [
                Samples.line(.party, "1300", "-109.00"), Samples.line(.amount, "8000", "100.00", code: "2"),
                Samples.line(.vat, "1510", "9.00", code: "2"),
            ]
        }
        let bytes = try Self.file(AFASFileProfile(.lines), [credit])
        #expect(!String(decoding: bytes, as: UTF8.self).contains(";-"))
        let (sandbox, report, _) = await Self.imported(bytes)
        #expect(report?.entries.count == 1)
        #expect(await sandbox.balances()["1300"] == -109)
    }

    @Test func `foreign currency needs its columns, and with them the open item is in it`() async throws {
        let pounds = Currency(code: "GBP") ?? .eur
        let order = Samples.order("F1") { draft in
            draft.currency = pounds
            draft.rate = ExactDecimal("0.8637") ?? .one
            draft.partyNumber = "20012"
            draft.lines = [
                Samples.line(.party, "1320", "1000.00", book: "1157.81", pounds),
                Samples.line(.amount, "8200", "-1000.00", book: "-1157.81", pounds, code: "7"),
            ]
        }
        for form in [AFASFileProfile.Form.lines, .invoices] {
            let error = #expect(throws: ConnectorError.self) { try Self.file(AFASFileProfile(form), [order]) }
            let problem = error?.problems.first { $0.place == Place("currency") }
            #expect(
                problem?.found == "GBP" && problem?.expected?.contains("form: xml") == true, "it says what to do: \(error?.problems ?? [])")
        }
        var profile = AFASFileProfile(.lines)
        profile.columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)]
        let (sandbox, report, _) = await Self.imported(try Self.file(profile, [order])) { settings in
            settings.definitions[0].columns += [.init("Debet valuta", .debitForeign), .init("Credit valuta", .creditForeign)]
        }
        #expect(report?.entries.count == 1, "\(report?.error ?? "")")
        #expect(await sandbox.entries().first?.lines.first?.currency == "GBP")
    }

    @Test func `an invoice fits into one row as long as it has one rate and one account`() async throws {
        let profile = AFASFileProfile(.invoices)
        let row = try Self.text(profile, [Samples.order("F1")]).split(separator: "\r\n")[1]
        #expect(row == "10044;;;;;;;;;F1;02-03-2026;16-03-2026;100;9;109;8000;2")
        let (sandbox, report, _) = await Self.imported(try Self.file(profile, [Samples.order("F1")])) { $0.definitions = [.invoices] }
        #expect(report?.entries.count == 1)
        #expect(await sandbox.balances()["1300"] == 109)
        let mixed = Samples.order("F2") { draft in
            draft.lines = [
                Samples.line(.party, "1300", "230.00"), Samples.line(.amount, "8000", "-100.00", code: "2"),
                Samples.line(.vat, "1510", "-9.00", code: "2"), Samples.line(.amount, "8020", "-100.00", code: "1"),
                Samples.line(.vat, "1500", "-21.00", code: "1"),
            ]
        }
        let error = #expect(throws: ConnectorError.self) { try Self.file(profile, [mixed]) }
        #expect(error?.code == .rejected)
        #expect(error?.problems.map(\.code) == [.targetNotAllowed, .targetNotAllowed])
    }

    @Test func `a message as XML is one file an entry`() async throws {
        let profile = AFASFileProfile(.xml)
        #expect(AFASFileFormat(profile, unit: 1).entriesPerFileMax == 1)
        let order = Samples.order("F1") { $0.description = "Roos & <Tulp>" }
        let (sandbox, report, _) = await Self.imported(try Self.file(profile, [order]), named: "0001.xml") { $0.definitions = [.xml] }
        #expect(report?.entries.count == 1, "\(report?.error ?? "")")
        #expect(await sandbox.entries().first?.lines.first?.description == "Roos & <Tulp>")
    }

    @Test(arguments: [true, false]) func `a refused line is found again, with its text or without`(hasTexts: Bool) async throws {
        var profile = AFASFileProfile(.lines)
        profile.encoding = .windows1252
        let orders = ["F1", "F2", "F3"].map { number in
            Samples.order(number) { draft in
                draft.description = "Bloemen; \"Café\" €"
                if number == "F2" { draft.lines[1] = Samples.line(.amount, "9999", "-100.00", code: "2") }
            }
        }
        let file = try Self.file(profile, orders)
        let (_, report, folder) = await Self.imported(file) { settings in
            settings.definitions[0].encoding = .windows1252
            settings.definitions[0].writesErrorTexts = hasTexts
        }
        #expect(report?.rejectedRows == 3)
        let list = try folder.read("afgekeurd/0001-afgekeurd.csv")
        let refusals = try #require(AFASFileFormat(profile, unit: 1).refusals(in: list, of: file))
        // The simulator writes its lists with the mark of its encoding.
        #expect(refusals.strange.isEmpty)
        #expect(refusals.rows.map(\.row) == [3, 4, 5])
        #expect(refusals.rows[1].reason.contains(hasTexts ? "bestaat niet" : "9999"))
    }

    @Test func `a file that Profit could not read at all is refused line by line with the one text`() async throws {
        let file = try Self.file(AFASFileProfile(.lines), [Samples.order("F1"), Samples.order("F2")])
        let text = String(decoding: file, as: UTF8.self) + ";\"Het bestand kan niet worden gelezen.\"\r\n"
        let refusals = try #require(AFASFileFormat(AFASFileProfile(.lines), unit: 1).refusals(in: Array(text.utf8), of: file))
        #expect(refusals.rows.count == 6)
        #expect(Set(refusals.rows.map(\.reason)) == ["Het bestand kan niet worden gelezen."])
        #expect(refusals.strange.isEmpty)
    }

    @Test(arguments: ["", "<FiEntryPar><Element>", "<!-- reason -->\n<FiEntryPar>"])
    func `a list under writing is no list yet`(list: String) {
        #expect(AFASFileFormat(AFASFileProfile(.xml), unit: 1).refusals(in: Array(list.utf8), of: []) == nil)
    }

    @Test func `files of a run come in the order Profit wants its daybooks`() async throws {
        var profile = AFASFileProfile(.lines)
        profile.daybookOrder = ["10", "20", "50"]
        let format = AFASFileFormat(profile, unit: 1)
        let ranks = try ["50", "10", "80", "20"].map { daybook in
            try format.rows(Samples.order("F1") { $0.daybook = DaybookCode(daybook) }, with: .unknown).rank
        }
        #expect(ranks == [2, 0, 3, 1])
    }
}

/// A clock that stands still.
private struct StillClock: TimeSource {
    func now() -> Timestamp { Office.morning }
}
