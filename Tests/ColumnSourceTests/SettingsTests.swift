import BridgeYAML
import ColumnSource
import Testing

/// The least that settings must say.
let least = """
    documents: {number: no, date: day, currency: {fixed: EUR}}
    parties: {code: customer}
    lines: {net: amount}
    vat: {treatment: {fixed: domestic}, code: code, table: {H: 21, L: 9, X: 0}}

    """

@Suite struct SettingsTests {
    @Test func `the example is read`() throws {
        _ = try ColumnSettings(yaml: example("columns-retail.yaml"))
        _ = try ColumnSettings(yaml: least)
    }

    @Test(arguments: [
        ("documents: {number: no, date: day, currency: {fixed: EUR}}", "documents: {number: no}", "date"),
        ("lines: {net: amount}", "lines: {quantity: q}", "a line has no amount"),
        ("parties: {code: customer}", "parties: {}", "code"),
        ("table: {H: 21, L: 9, X: 0}", "table: {}", "which VAT rate"),
        ("code: code, table", "table", "which VAT code"),
        ("lines: {net: amount}", "lines: {net: Bedrag incl. btw}", "includes VAT by its name"),
        ("lines: {net: amount}", "lines: {quantity: q, unit_price: {column: Price (incl VAT)}}", "includes VAT by its name"),
        ("{fixed: EUR}", "{fixd: EUR}", "the name of a column"),
        ("{fixed: EUR}", "{fixed: EUR, column: x}", "the name of a column"),
    ])
    func `what is missing or wrong is told with its place`(found: String, replacement: String, words: String) throws {
        let error = #expect(throws: YAMLErrors.self) { try ColumnSettings(yaml: least.replacing(found, with: replacement)) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("file: {separator: x}", "a separator"),
        ("file: {decimal: comma, thousands: comma}", "the same mark"),
        ("file: {dates: backwards}", "year-month-day"),
        ("file: {colour: red}", "colour"),
        ("credit_notes: {by: prefix}", "prefix"),
        ("credit_notes: {by: column, column: type}", "which values"),
        ("credit_notes: {by: magic}", "magic"),
        ("rules: [{name: a, when: {party: empty}, then: {}}]", "does nothing"),
        ("rules: [{name: a, when: {}, then: {park: true}}]", "holds for everything"),
        ("rules: [{name: a, when: {party: sometimes}, then: {park: true}}]", "empty, filled"),
        ("rules: [{name: a, when: {colour: [red]}, then: {park: true}}]", "colour"),
        (
            "rules: [{name: a, when: {party: empty}, then: {park: true}}, {name: a, when: {net: zero}, then: {park: true}}]",
            "used twice"
        ),
        ("bounds: {lines: 0}", "lines"),
    ])
    func `every other section is checked as strictly`(section: String, words: String) throws {
        let error = #expect(throws: YAMLErrors.self) { try ColumnSettings(yaml: least + section + "\n") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `a column that includes VAT by its name is taken where the settings say so`() throws {
        let yaml = least.replacing("net: amount", with: "net: Bedrag incl. btw").replacing("vat: {", with: "vat: {included: true, ")
        _ = try ColumnSettings(yaml: yaml)
    }

    @Test func `settings that differ in a byte read the same file under another name`() throws {
        #expect(try reader(least).fingerprint == reader(least).fingerprint)
        #expect(try reader(least).fingerprint != reader(least + "# changed\n").fingerprint)
    }
}
