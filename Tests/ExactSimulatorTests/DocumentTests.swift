import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §6.11, §7.25.
struct DocumentTests {
    @Test func `a file goes in three steps and comes back byte for byte`() async throws {
        let desk = try await Desk.signedIn()
        let document = await desk.post("documents/Documents", ["Subject": "Invoice", "Type": 10])
        let id = document.d["ID"]?.string ?? ""
        let file = await desk.post(
            "documents/DocumentAttachments", ["Document": .string(id), "FileName": "invoice.pdf", "Attachment": "JVBERi0="])
        #expect(file.status == 201, "\(file.text)")
        #expect(file.d["Attachment"] == .null)
        #expect(file.d["FileSize"] == 5)
        let body = try await desk.sale(try await desk.customer(), ["Document": .string(id)])
        #expect(await desk.post("salesentry/SalesEntries", body).d["DocumentSubject"] == "Invoice")
        #expect(await desk.sandbox.entry(26_700_001, in: Desk.division)?.attachments == ["invoice.pdf"])
        let path = "salesentry/SalesEntries(guid'\(await desk.sandbox.entry(26_700_001, in: Desk.division)?.id ?? "")')"
        let nowhere = await desk.call(.put, path, body: ["Document": "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11"])
        #expect(nowhere.message == "Invalid reference: Document")
        let url = try #require(file.d["Url"]?.string)
        let start = try #require(url.range(of: "/docs/"))
        #expect(await desk.raw(.get, String(url[start.lowerBound...])).text == "%PDF-")
        #expect(await desk.raw(.get, String(url[start.lowerBound...]), fields: ["Authorization": ""]).status == 401)
    }

    @Test func `what is not base64, or hangs nowhere, is refused`() async throws {
        let desk = try await Desk.signedIn()
        let id = await desk.post("documents/Documents", ["Subject": "Invoice", "Type": 10]).d["ID"]?.string ?? ""
        let broken = await desk.post("documents/DocumentAttachments", ["Document": .string(id), "FileName": "x", "Attachment": "%%"])
        #expect(broken.status == 400)
        #expect(broken.message.contains("converting the value for property 'Attachment' to type 'Byte[]'"))
        let missing = await desk.post("documents/DocumentAttachments", ["FileName": "x", "Attachment": "JVBERi0="])
        #expect(missing.message == "Mandatory: Document")
    }
}
