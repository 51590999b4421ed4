import BridgeDomain
import BridgeYAML
import Testing

private enum Detail: String, CaseIterable, Sendable { case perLine, summed }

@Suite struct DecodingTests {
    private func errors(_ text: String, _ body: (YAMLMapping) -> Void) -> [YAMLError] {
        do {
            _ = try YAMLNode.decode(text) { root -> Bool? in
                body(root)
                return true
            }
            return []
        } catch { return error.all }
    }

    @Test func `nothing of a reading stays in memory behind it`() throws {
        weak var root: YAMLMapping?
        weak var inner: YAMLMapping?
        _ = try YAMLNode.decode("limits: { calls: 60 }") { mapping -> Int? in
            root = mapping
            inner = mapping.mapping("limits")
            return inner?.required("calls", .integer(in: 1...100))
        }
        #expect(root == nil && inner == nil)
        #expect(throws: YAMLErrors.self) {
            try YAMLNode.decode("limits: {}") { mapping -> Int? in
                root = mapping
                return mapping.required("calls", .integer(in: 1...100))
            }
        }
        #expect(root == nil)
    }

    @Test func `values come out in the form asked for`() throws {
        let text = """
            name: Exporteur
            number: 0012
            port: 8080
            on: true
            rate: 1.50
            quoted: "0.25"
            detail: summed
            accounts: ["1300", 1600]
            limits:
              calls: 60
            bridges:
              - name: one
              - name: two
            prefixes:
              NL: 10
              DE: 20
            """
        let seen = try YAMLNode.decode(text) { root -> [String]? in
            let limits = root.mapping("limits")
            let values: [String?] = [
                root.required("name", .string), root.required("number", .string),
                root.required("port", .integer(in: 1...65_535)).map(String.init), root.required("on", .bool).map { "\($0)" },
                root.required("rate", .decimal)?.description, root.required("quoted", .decimal)?.description,
                root.required("detail", .choice(of: Detail.self)).map { "\($0)" },
                root.list("accounts", of: .string).joined(separator: "+"),
                limits?.required("calls", .integer(in: 0...100)).map(String.init),
                root.mappings("bridges").compactMap { $0.required("name", .string) }.joined(separator: "+"),
                root.table("prefixes", of: .integer(in: 0...99)).map { "\($0.key)\($0.value)" }.joined(separator: "+"),
            ]
            return values.compactMap { $0 }
        }
        #expect(
            seen == ["Exporteur", "0012", "8080", "true", "1.5", "0.25", "summed", "1300+1600", "60", "one+two", "NL10+DE20"])
    }

    @Test func `what is left out has its default, and null is left out`() throws {
        let seen = try YAMLNode.decode("a: null\nb:\nc: ~\n") { root -> [String]? in
            [
                root.optional("a", .string, default: "x"), root.optional("b", .string, default: "y"), root.optional("c", .string) ?? "z",
                root.optional("d", .string) ?? "w", "\(root.list("e", of: .string).count)", "\(root.optionalMapping("f") == nil)",
            ]
        }
        #expect(seen == ["x", "y", "z", "w", "0", "true"])
    }

    @Test func `all mistakes come out at once, in order of place`() throws {
        let found = errors("port: \"80\"\non: yes\nrate: 1,50\ndetail: sumed\nlist: 5\nempty:\nmap: [1]\n") { root in
            _ = root.mapping("map")
            _ = root.required("gone", .string)
            _ = root.required("empty", .string)
            _ = root.list("list", of: .string)
            _ = root.required("detail", .choice(of: Detail.self))
            _ = root.required("rate", .decimal)
            _ = root.required("on", .bool)
            _ = root.required("port", .integer(in: 1...65_535))
        }
        #expect(found.map(\.line) == [1, 1, 2, 3, 4, 5, 6, 7])
        #expect(found.map(\.path) == ["", "port", "on", "rate", "detail", "list", "", "map"])
        #expect(found.first?.kind == .missingKey("gone"))
        #expect(found[4].kind == .noChoice(found: "sumed", nearest: "summed", allowed: ["perLine", "summed"]))
        #expect(found[6].kind == .missingValue("empty"))
        #expect(
            found[2].text(.english) == "line 2, column 5: true or false expected, found: yes (on). Write true or false, without quotes.")
        #expect(
            found[3].text(.dutch)
                == "regel 3, kolom 7: een getal met een punt als decimaalteken verwacht, gevonden: 1,50 (rate). Schrijf bijvoorbeeld 12.50: geen komma, geen duizendtallen, geen exponent."
        )
    }

    @Test func `a key nobody asked for is reported with the nearest one that is known`() throws {
        let found = errors("acount: 1\nbridges:\n  - shedule: x\n    name: y\n    zzz: 1\n") { root in
            _ = root.optional("account", .string)
            for bridge in root.mappings("bridges") {
                _ = bridge.required("name", .string)
                _ = bridge.optional("schedule", .string)
                bridge.alsoKnows("daybook")
            }
        }
        #expect(
            found.map(\.kind) == [
                .unknownKey("acount", nearest: "account", known: ["account", "bridges"]),
                .unknownKey("shedule", nearest: "schedule", known: ["daybook", "name", "schedule"]),
                .unknownKey("zzz", nearest: nil, known: ["daybook", "name", "schedule"]),
            ])
        #expect(found.map(\.path) == ["", "bridges[1]", "bridges[1]"])
        #expect(found[0].text(.english) == "line 1, column 1: unknown key \"acount\". Did you mean \"account\"?")
        #expect(found[1].text(.dutch) == "regel 3, kolom 5: onbekende sleutel \"shedule\" (bridges[1]). Bedoelde u \"schedule\"?")
        #expect(found[2].remedy(.english) == "Known keys: daybook, name, schedule")
    }

    @Test func `of a text that is another thing altogether, mistakes are told up to a bound`() {
        let keys = (1...2_000).map { "k\($0): 1" }.joined(separator: "\n")
        #expect(errors(keys) { _ = $0.required("name", .string) }.count == 500)
        let values = "list:\n" + (1...2_000).map { "  - x\($0)" }.joined(separator: "\n")
        #expect(errors(values) { _ = $0.list("list", of: .integer(in: 1...9)) }.count == 500)
    }

    @Test func `a key that is there already is not suggested for another`() throws {
        let found = errors("name: a\nnames: b\n") { _ = $0.required("name", .string) }
        #expect(found.map(\.kind) == [.unknownKey("names", nearest: nil, known: ["name"])])
    }

    @Test(arguments: [
        ("acount", "account"), ("Account", "account"), ("accuont", "account"), ("ACCOUNTS", "account"), ("vatcode", "vatCode"),
    ])
    func `typing mistakes find what was meant`(typed: String, meant: String) throws {
        let found = errors("\(typed): 1\n") { root in
            _ = root.optional("account", .string)
            _ = root.optional("vatCode", .string)
            _ = root.optional("daybook", .string)
        }
        #expect(found.map(\.kind) == [.unknownKey(typed, nearest: meant, known: ["account", "daybook", "vatCode"])])
    }

    @Test(arguments: ["0012", "1_000", "+5", "1.0", "1e3", "\"5\"", "65536", "0", "99999999999999999999", "x", "[1]", "0x10"])
    func `a whole number is digits, and in its range`(text: String) throws {
        #expect(errors("n: \(text)\n") { _ = $0.required("n", .integer(in: 1...65_535)) }.count == 1)
    }

    @Test(arguments: ["yes", "on", "True", "\"true\"", "1"])
    func `a truth is true or false and nothing else`(text: String) throws {
        #expect(errors("b: \(text)\n") { _ = $0.required("b", .bool) }.count == 1)
    }

    @Test func `a value that may be a secret is not repeated`() throws {
        let form = YAMLForm<String>.text(
            expected: BilingualText(nl: "een verwijzing", en: "a reference"),
            remedy: BilingualText(nl: "Schrijf env:NAAM", en: "Write env:NAME")
        ) { $0.hasPrefix("env:") ? $0 : nil }.concealed
        let found = errors("secret: hunter2\n") { _ = $0.required("secret", form) }
        #expect(found.count == 1)
        for language in Language.allCases { #expect(!found[0].text(language).contains("hunter2")) }
    }

    @Test func `what a reader finds itself stands among the rest`() throws {
        let found = errors("from: 5\nto: 3\n") { root in
            guard let from = root.required("from", .integer(in: 0...9)), let to = root.required("to", .integer(in: 0...9)) else { return }
            if to < from {
                root.report(
                    "to", what: BilingualText(nl: "voor het begin", en: "before the start"),
                    remedy: BilingualText(nl: "Draai om", en: "Swap"))
            }
        }
        #expect(found.map { $0.text(.english) } == ["line 2, column 5: before the start (to). Swap."])
    }

    @Test func `broken syntax comes out like any other mistake`() {
        let error = #expect(throws: YAMLErrors.self) { try YAMLNode.decode("a: b: c\n") { _ in true } }
        #expect(
            error?.text(file: "bridge.yaml", .english)
                == "bridge.yaml:1:5: a colon where no key can be. Put a value that contains \": \" between quotes, or indent the key like the one above it."
        )
    }

    @Test(arguments: ["", "- a\n", "text"])
    func `a document that is no mapping is refused`(text: String) {
        #expect(throws: YAMLErrors.self) { try YAMLNode.decode(text) { _ in true } }
    }
}
