import Testing

@testable import ExactConnector

@Suite struct `The page of an entry` {
    private static let settings = ExactSettings(
        country: .netherlands, division: 3_456_789, clientID: "c", clientSecretReference: "env:S", redirectURI: "https://example.nl/back")

    @Test(arguments: [
        (
            "https://start.exactonline.nl/docs/Entry.aspx?id={id}&_Division_={division}",
            "https://start.exactonline.nl/docs/Entry.aspx?id=1d9f-0a&_Division_=3456789"
        ),
        ("https://start.exactonline.nl/e/{number}", "https://start.exactonline.nl/e/26700123"),
    ])
    func `is the template a person copied, filled in`(template: String, address: String) {
        #expect(Self.settings.entryPage(template, id: "1d9f-0a", number: "26700123") == address)
    }

    @Test(arguments: [
        "https://start.exactonline.nl.evil.example/{id}", "http://start.exactonline.nl/{id}", "https://evil.example/?{id}",
        "javascript:{id}",
    ])
    func `never leads to another host`(template: String) {
        #expect(Self.settings.entryPage(template, id: "1", number: "2") == nil)
    }

    @Test(arguments: ["", "a b", "a/../b", "a&x=1", "a\"b", String(repeating: "1", count: 65)])
    func `takes no sign that belongs in no identifier`(id: String) {
        #expect(Self.settings.entryPage("https://start.exactonline.nl/{id}", id: id, number: "2") == nil)
        #expect(Self.settings.entryPage("https://start.exactonline.nl/{number}", id: "1", number: id) == nil)
    }
}
