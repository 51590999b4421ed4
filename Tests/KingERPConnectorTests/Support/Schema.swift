import CXML2
import Foundation

/// The schema we wrote for King's files, and the parser's own validation against it.
enum Schema {
    private static let source: [UInt8] = {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? Array(Data(contentsOf: project.appending(path: "Documentation/vendors/king-erp.xsd")))) ?? []
    }()

    final class Findings {
        var texts: [String] = []
    }

    /// What the schema says against a file; empty when it is valid.
    static func problems(_ file: [UInt8]) -> [String] {
        guard
            let context = source.withUnsafeBytes({
                xmlSchemaNewMemParserCtxt($0.baseAddress?.assumingMemoryBound(to: CChar.self), CInt($0.count))
            })
        else { return ["no schema"] }
        defer { xmlSchemaFreeParserCtxt(context) }
        guard let schema = xmlSchemaParse(context) else { return ["the schema itself is not valid"] }
        defer { xmlSchemaFree(schema) }
        let document = file.withUnsafeBytes {
            xmlReadMemory(
                $0.baseAddress?.assumingMemoryBound(to: CChar.self), CInt($0.count), nil, nil, CInt(bitPattern: XML_PARSE_NONET.rawValue))
        }
        guard let document, let validator = xmlSchemaNewValidCtxt(schema) else { return ["no XML"] }
        defer {
            xmlSchemaFreeValidCtxt(validator)
            xmlFreeDoc(document)
        }
        let findings = Findings()
        xmlSchemaSetValidStructuredErrors(
            validator,
            { findings, error in
                guard let findings, let message = error?.pointee.message else { return }
                Unmanaged<Findings>.fromOpaque(findings).takeUnretainedValue().texts.append(String(cString: message))
            }, Unmanaged.passUnretained(findings).toOpaque())
        let result = xmlSchemaValidateDoc(validator, document)
        return result == 0 ? [] : findings.texts + ["not valid: \(result)"]
    }
}
