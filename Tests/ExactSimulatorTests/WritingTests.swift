import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §3.5, §4, §7.1 and §12, items 13, 14, 27.
struct WritingTests {
    @Test func `accounts answer with the key alone unless the whole row is preferred`() async throws {
        let desk = try await Desk.signedIn()
        let bare = await desk.call(.post, "crm/Accounts", body: ["Name": "Bloemist", "Status": "C"])
        #expect(bare.status == 201)
        #expect(bare.d["Name"] == .null)
        #expect(bare.d["Blocked"] == false)
        #expect(bare.d["ID"]?.string?.count == 36)
        let whole = await desk.post("crm/Accounts", ["Name": "Bloemist", "Status": "C"])
        #expect(whole.d["Name"] == "Bloemist")
        #expect(whole.d["IsSales"] == true)
    }

    @Test func `entries answer populated, lines deferred`() async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.call(.post, "salesentry/SalesEntries", body: try await desk.sale(try await desk.customer()))
        #expect(answer.status == 201)
        #expect(answer.d["YourRef"] == "FP-2026-000123")
        #expect(answer.d["SalesEntryLines"]?["__deferred"] != nil)
    }

    @Test func `changes are partial and answer 204 without a body`() async throws {
        let desk = try await Desk.signedIn()
        let path = "crm/Accounts(guid'\(try await desk.customer("Voor"))')"
        let answer = await desk.call(.put, path, body: ["City": "Aalsmeer"])
        #expect(answer.status == 204)
        #expect(answer.text.isEmpty)
        let row = await desk.get(path).d
        #expect(row["Name"] == "Voor")
        #expect(row["City"] == "Aalsmeer")
        #expect(await desk.call(.delete, path).status == 204)
        #expect(await desk.get(path).status == 404)
    }

    @Test func `unknown properties are refused, read-only ones swallowed`() async throws {
        let desk = try await Desk.signedIn()
        let refused = await desk.post("crm/Accounts", ["Name": "X", "Naam": "Y"])
        #expect(refused.status == 400)
        #expect(
            refused.message
                == "Error processing request stream. The property name 'Naam' specified for type 'Exact.Web.Api.Models.Account' is not valid."
        )
        let swallowed = await desk.post("crm/Accounts", ["Name": "X", "IsSales": true, "CountryName": "Nederland"])
        #expect(swallowed.d["IsSales"] == false)
        let body = try await desk.sale(try await desk.customer(), ["Type": 21, "AmountDC": 5, "Status": 50])
        let entry = await desk.post("salesentry/SalesEntries", body)
        #expect(entry.d["Type"] == 20)
        #expect(entry.d["AmountDC"] == 109)
        #expect(entry.d["Status"] == 20)
    }

    @Test func `unknown properties of lines are refused too`() async throws {
        let desk = try await Desk.signedIn()
        let body = try await desk.sale(try await desk.customer(), lines: [["GLAcount": "x"]])
        let answer = await desk.post("salesentry/SalesEntries", body)
        #expect(answer.status == 400)
        #expect(answer.message.contains("'GLAcount' specified for type 'Exact.Web.Api.Models.SalesEntryLine'"))
    }

    @Test(
        arguments: [
            ("Name", .number("5"), "String"), ("Blocked", "true", "Boolean"), ("GLAR", "x", "Guid"),
            ("StartDate", "12-03-2026", "DateTime"),
            ("InvoicingMethod", "1", "Int32"), ("InvoicingMethod", .number("1.5"), "Int32"), ("CreditLineSales", true, "Double"),
            ("IsMailing", 256, "Byte"),
        ] as [(String, JSON, String)])
    func `values of another type are refused with 400`(name: String, value: JSON, type: String) async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.post("crm/Accounts", .object([.init("Name", "X")].filter { $0.name != name } + [.init(name, value)]))
        #expect(answer.status == 400)
        #expect(answer.message.contains("property '\(name)' to type '\(type)'"), "\(answer.message)")
    }

    @Test func `amounts may come as text and keep their cents`() async throws {
        let desk = try await Desk.signedIn()
        let line: JSON = ["GLAccount": .string(try await desk.key("financial/GLAccounts", "8000")), "AmountFC": "1000.07", "VATCode": "1"]
        let answer = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer(), lines: [line]))
        #expect(answer.d["AmountFC"] == .number("1090.08"))
    }

    @Test(arguments: ["[]", "5", "{", ""])
    func `a body that is no object is refused`(text: String) async throws {
        let desk = try await Desk.signedIn()
        let request = HTTPRequest(
            .post, target: "/api/v1/3456789/crm/Accounts",
            fields: ["Accept": "application/json", "Content-Type": "application/json", "Authorization": "Bearer \(desk.accessToken)"],
            body: Array(text.utf8))
        let answer = await desk.send(request)
        #expect(answer.status == 400)
        #expect(answer.message == "Error processing request stream. The request should be a valid top-level resource object.")
    }

    @Test func `a change with lines is refused`() async throws {
        let desk = try await Desk.signedIn()
        let entry = await desk.post("salesentry/SalesEntries", try await desk.sale(try await desk.customer())).d
        let answer = await desk.call(
            .put, "salesentry/SalesEntries(guid'\(entry["EntryID"]?.string ?? "")')", body: ["SalesEntryLines": [["AmountFC": 5]]])
        #expect(answer.status == 400)
        #expect(answer.message.contains("binding to new entities"))
    }

    @Test func `refusals come in the user's language, pretty-printed with CRLF, several joined`() async throws {
        let dutch = try await Desk.signedIn { $0.language = .dutch }
        let answer = await dutch.post("salesentry/SalesEntries", [:])
        #expect(answer.status == 500)
        #expect(answer.message == "Verplicht: Dagboek\r\nVerplicht: Klant\r\nVerplicht: Regels")
        #expect(answer.text.contains("{\r\n"))
        let english = try await Desk.signedIn()
        #expect(await english.post("salesentry/SalesEntries", [:]).message.hasPrefix("Mandatory: Journal\r\nMandatory: Customer"))
    }

    @Test(
        arguments: [
            (["Status": "C"], "Mandatory: Name"), (["Name": "X", "Code": "501"], "Already exists: Code"),
            (["Name": "X", "Code": "               501"], "Already exists: Code"), (["Name": "X", "Code": "A1"], "Invalid: Code"),
            (["Name": "X", "PaymentConditionSales": "99"], "Invalid reference: Payment condition"),
            (["Name": "X", "SalesVATCode": "99"], "Invalid reference: VAT code"), (["Name": "X", "Status": "Q"], "Invalid: Status"),
            (["Name": "X", "GLAR": "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11"], "Invalid reference: Ledger account"),
            (["Name": "X", "Country": "N"], "Invalid reference: Country"),
        ] as [(JSON, String)])
    func `accounts that cannot be are refused`(body: JSON, message: String) async throws {
        let desk = try await Desk.signedIn()
        let answer = await desk.post("crm/Accounts", body)
        #expect(answer.status == 500)
        #expect(answer.message == message)
    }

    @Test func `fresh accounts get a number, today as start, and the division's currency`() async throws {
        let desk = try await Desk.signedIn()
        let row = await desk.post("crm/Accounts", ["Name": "X", "SalesCurrency": "XXX"]).d
        #expect(row["Code"]?.string?.hasSuffix(" 553") ?? false, "one above the highest")
        #expect(row["SalesCurrency"] == "EUR", "an inactive currency is silently emptied")
        #expect(row["Type"] == "A")
        #expect(row["SecurityLevel"] == 10)
    }

    @Test func `an account with entries cannot be deleted`() async throws {
        let desk = try await Desk.signedIn()
        let customer = try await desk.customer()
        _ = await desk.post("salesentry/SalesEntries", try await desk.sale(customer))
        let answer = await desk.call(.delete, "crm/Accounts(guid'\(customer)')")
        #expect(answer.status == 500)
        #expect(answer.message == "In use: Relation")
    }

    @Test(
        arguments: [
            ("hrm/Costcenters", ["Code": "NEW", "Description": "New"], ["Code": "AAL", "Description": "Double"]),
            ("hrm/Costunits", ["Code": "NEW", "Description": "New"], ["Code": "CUT", "Description": "Double"]),
            ("vat/VATCodes", ["Code": "9", "Description": "New"], ["Code": "1", "Description": "Double"]),
            ("financial/GLAccounts", ["Code": "8999", "Description": "New"], ["Code": "8000", "Description": "Double"]),
            ("cashflow/PaymentConditions", ["Code": "45", "Description": "New"], ["Code": "30", "Description": "Double"]),
            ("financial/Journals", ["Code": "75", "Description": "New", "Type": 20], ["Code": "70", "Description": "Double", "Type": 20]),
        ] as [(String, JSON, JSON)])
    func `master data is made once per code`(path: String, new: JSON, double: JSON) async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.post(path, new).status == 201)
        #expect(await desk.post(path, double).message == "Already exists: Code")
        #expect(await desk.post(path, [:]).message.hasPrefix("Mandatory: Code\r\nMandatory: Description"))
    }
}
