import BridgeDomain
import BridgeXML

/// An entry as the UpdateConnector's message in XML (reference §14.5): the fields of §6, dates and amounts as calls have them.
struct EntryMessage {
    let content: [UInt8]

    init(_ entry: Entry, _ lines: [EntryLineFields], unit: Int) {
        var writer = XMLWriter()
        writer.element("FiEntryPar", ["xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"]) { writer in
            writer.element("Element") { writer in
                writer.element("Fields", ["Action": "insert"]) { writer in
                    writer.element("Year", text: String(entry.period.year))
                    writer.element("Peri", text: String(entry.period.number))
                    writer.element("UnId", text: String(unit))
                    writer.element("JoCo", text: entry.daybook.text)
                }
                writer.element("Objects") { writer in
                    writer.element("FiEntries") { writer in
                        for line in lines { Self.write(line, entry, &writer) }
                    }
                }
            }
        }
        content = writer.bytes
    }

    private static func write(_ line: EntryLineFields, _ entry: Entry, _ writer: inout XMLWriter) {
        writer.element("Element") { writer in
            writer.element("Fields", ["Action": "insert"]) { writer in
                writer.element("VaAs", text: line.kind.rawValue)
                writer.element("AcNr", text: line.account)
                writer.element("EnDa", text: entry.date.description)
                writer.element("BpDa", text: entry.invoiceDate.description)
                writer.element("BpNr", text: entry.reference.text)
                writer.element("InId", ifPresent: line.invoice)
                writer.element("Ds", ifPresent: line.line.description.isEmpty ? entry.description : line.line.description)
                writer.element("AmDe", text: line.debit.amountText)
                writer.element("AmCr", text: line.credit.amountText)
                if line.isParty {
                    writer.element("DaEx", ifPresent: entry.dueDate?.description)
                    writer.element("PaCd", ifPresent: entry.paymentCondition)
                    writer.element("PaId", ifPresent: entry.paymentReference)
                } else {
                    writer.element("VaId", ifPresent: line.line.vatCode?.text)
                }
                writer.element("Fref", text: entry.document.number.text)
                guard line.isForeign else { return }
                writer.element("CuId", text: entry.currency.code)
                writer.element("Rate", text: line.rate.description)
                writer.element("AmDc", ifPresent: line.debitForeign?.amountText)
                writer.element("AmCc", ifPresent: line.creditForeign?.amountText)
            }
            guard !line.isParty, line.line.costCentre != nil || line.line.costUnit != nil else { return }
            writer.element("Objects") { writer in
                writer.element("FiDimEntries") { writer in
                    writer.element("Element") { writer in
                        writer.element("Fields", ["Action": "insert"]) { writer in
                            writer.element("DiC1", ifPresent: line.line.costCentre?.text)
                            writer.element("DiC2", ifPresent: line.line.costUnit?.text)
                        }
                    }
                }
            }
        }
    }
}
