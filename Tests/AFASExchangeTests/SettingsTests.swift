import AFASExchange
import BridgeText
import BridgeDomain
import BridgeExchange
import BridgeConnector
import BridgeYAML
import Testing

@Suite struct `The settings of an exchange folder` {
    private func read(_ yaml: String) throws -> AFASExchangeSettings {
        try YAMLNode.decode(yaml) { AFASExchangeSettings(name: "profit", $0) }
    }

    @Test func `everything about the files is the customer's to say`() throws {
        let settings = try read(
            """
            unit: 3
            profile:
              form: lines
              separator: pipe
              encoding: windows-1252
              decimal: point
              dates: yyyy-mm-dd
              date_sign: slash
              header: false
              ending: .txt
              daybook_order: ["10", "20"]
              columns:
                - { caption: Stuk, content: voucher }
                - { caption: Soort, content: account_kind }
                - { caption: Rek, content: account }
                - { caption: Datum, content: voucher_date }
                - { caption: D, content: debit }
                - { caption: C, content: credit }
            codes:
              accounts: ["8000", "1510"]
              vat_codes: ["2"]
            refused_folder: fout
            refused_mark: _fout
            taken_folder: klaar
            pick_up_minutes: 30
            answer_seconds: 300
            entries_per_batch: 10
            """)
        #expect(settings.unit == 3)
        #expect(settings.profile.separator == "|" && settings.profile.encoding == .windows1252 && !settings.profile.hasHeader)
        #expect(settings.profile.columns.map(\.caption) == ["Stuk", "Soort", "Rek", "Datum", "D", "C"])
        #expect(settings.exchange.takenFolder == "klaar" && settings.exchange.refusedMark == "_fout")
        #expect(settings.exchange.pickUpSeconds == 1800 && settings.exchange.answerSeconds == 300 && settings.exchange.entriesMax == 10)
        #expect(settings.exchange.codes.accounts.map(\.code) == ["8000", "1510"])
    }

    @Test(arguments: AFASFileProfile.Form.allCases) func `a form alone is enough`(form: AFASFileProfile.Form) throws {
        let settings = try read("unit: 1\nprofile: { form: \(form.rawValue) }")
        #expect(settings.profile == AFASFileProfile(form))
        #expect(settings.profile.problems.isEmpty)
    }

    @Test(arguments: [
        ("unit: 1\nprofile: { form: rows }", "form"), ("profile: { form: lines }", "unit"),
        ("unit: 1\nprofile: { form: lines, separator: comma }", "decimal sign"),
        ("unit: 1\nprofile: { form: lines, columns: [{ caption: a, content: account }] }", "traced"),
        ("unit: 1\nprofile: { form: lines, colour: red }", "colour"),
        ("unit: 1\nprofile: { form: lines }\nrefused_folder: \"\"\nrefused_mark: \"\"", "our own file"),
        ("unit: 1\nprofile: { form: lines }\ncodes: { currency: XX }", "currency"),
    ])
    func `a mistake is told with its place`(yaml: String, word: String) {
        let errors = #expect(throws: YAMLErrors.self) { try read(yaml) }
        #expect(errors?.description.contains(word) ?? false, "\(errors?.description ?? "")")
    }
}
