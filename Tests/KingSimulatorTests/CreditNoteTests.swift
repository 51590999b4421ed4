import BridgeDomain
import KingSimulator
import Testing

/// Credit notes and the link to what they credit (reference king §4.4).
struct CreditNoteTests {
    private func desk(_ change: (inout KingSandbox.Settings) -> Void = { _ in }) async -> Desk {
        let desk = Desk(change)
        _ = await desk.book([Message.sale("26000916")])
        _ = await desk.book([Message.sale("26900031", [("BEDRBOEK", "-121,00"), ("BEDRBTW", "21,00")])])
        return desk
    }

    private func link(_ original: String, of debtor: String = "10042") -> String {
        Message.change(
            "DEBOPP", "DEB\tFACT", "=\t=", "10042\t26900031",
            "<CREDITNOTADEB>\(debtor)</CREDITNOTADEB><CREDITNOTAFACT>\(original)</CREDITNOTAFACT><KENM>\(original)</KENM>")
    }

    @Test func `a credit note is linked by its open item and the link is read back`() async {
        let desk = await desk()
        #expect(await desk.sandbox.openItems().map(\.balance) == [121, -121])
        #expect(await desk.update(link("26000916")).message.isEmpty)
        let selection = Message.selection(
            "DEBOPP", "CREDITNOTADEB\tCREDITNOTAFACT\tKENM", where: "DEB\tFACT", "=\t=", "10042\t26900031", order: "FACT")
        #expect(
            await desk.select(selection).text.contains(
                "<CREDITNOTADEB>10042</CREDITNOTADEB><CREDITNOTAFACT>26000916</CREDITNOTAFACT><KENM>26000916</KENM>"))
        #expect(await desk.sandbox.openItems().last?.creditedInvoice == "26000916")
    }

    @Test func `a link to an invoice that is not there is refused unless the setting lets it through`() async {
        #expect(await desk().update(link("26000999")).message == "CREDITNOTAFACT 26000999 bestaat niet")
        #expect(await desk().update(link("26000916", of: "10500")).message == "CREDITNOTADEB 10500 bestaat niet")
        let lenient = await desk { $0.behaviour.unknownOriginal = .accepted }
        #expect(await lenient.update(link("26000999")).message.isEmpty)
    }

    @Test func `amounts of an open item cannot be written`() async {
        let change = Message.change("DEBOPP", "DEB\tFACT", "=\t=", "10042\t26900031", "<SALDO>0</SALDO>")
        #expect(await desk().update(change).message == "Veld SALDO mag niet worden gewijzigd")
        let missing = Message.change("DEBOPP", "DEB\tFACT", "=\t=", "10042\tX", "<KENM>0</KENM>")
        #expect(await desk().update(missing).message == "Het record bestaat niet")
    }

    @Test func `when the link fails the credit note stays booked`() async {
        let desk = await desk()
        await desk.sandbox.plan([.init(.refused("Record is in gebruik door een andere gebruiker"), contains: "DEBOPP")])
        #expect(await desk.update(link("26000916")).message == "Record is in gebruik door een andere gebruiker")
        #expect(await desk.sandbox.openItems().last?.creditedInvoice == nil)
        #expect(await desk.sandbox.entries().count == 2)
        #expect(await desk.update(link("26000916")).message.isEmpty)
    }

    @Test func `the same number nets both on one open item`() async {
        let desk = Desk()
        _ = await desk.book([Message.sale("F1")])
        _ = await desk.book([Message.sale("F1", [("BEDRBOEK", "-121,00"), ("BEDRBTW", "21,00")])])
        #expect(await desk.sandbox.openItems().map(\.balance) == [.zero])
    }
}
