import BridgeDomain
import BridgeHTTP
import BridgeSource
import BridgeZIP
import Foundation
import FreshPortalSource
import Synchronization

/// Exports written by hand: what FreshPortal answers is exactly what a test says.
final class HandExport: HTTPHandler {
    /// What asking for an export is answered with.
    enum Export: Sendable {
        /// An archive of these files.
        case files([String: String])
        case bytes([UInt8])
        case answer(HTTPAnswer)
    }

    let folder: TestFolder
    private let exports: Mutex<[Export]>
    private let archives = Mutex<[String: [UInt8]]>([:])
    private let seen = Mutex<[String]>([])

    init(_ exports: [Export]) throws {
        folder = try TestFolder()
        self.exports = Mutex(exports)
    }

    /// Methods and targets, in order.
    var requests: [String] { seen.withLock { $0 } }

    /// Gives out one more export when it is asked for.
    func add(_ export: Export) { exports.withLock { $0.append(export) } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        seen.withLock { $0.append("\(request.method.rawValue) \(request.target)") }
        if request.path == "/v1/auth" { return ScriptedHandler.token }
        if let bytes = archives.withLock({ $0[request.path] }) { return .respond(HTTPResponse(status: 200, body: bytes)) }
        guard request.path == "/v2/export", let next = exports.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
            return .respond(HTTPResponse(status: 404))
        }
        switch next {
        case .answer(let answer): return answer
        case .bytes(let bytes): return link(bytes)
        case .files(let files): return link((try? archive(files)) ?? [])
        }
    }

    func archive(_ files: [String: String]) throws -> [UInt8] {
        let path = "\(folder.path)/\(UUID().uuidString).zip"
        let writer = try ZIPWriter(file: path)
        for (name, text) in files.sorted(by: { $0.key < $1.key }) { try writer.add("\(name).csv", Array(text.utf8)) }
        try writer.finish()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func link(_ bytes: [UInt8]) -> HTTPAnswer {
        let path = archives.withLock { archives in
            let path = "/storage/\(archives.count)"
            archives[path] = bytes
            return path
        }
        return ScriptedHandler.json(#"{"export_url": "http://storage.test\#(path)?signature=secret"}"#)
    }

    func source(
        clock: TestClock = TestClock(Trade.clock.now()), _ change: (inout FreshPortalExportConfiguration) -> Void = { _ in }
    ) -> FreshPortalExportSource {
        var configuration = FreshPortalExportConfiguration(
            origin: "http://freshportal.test", administration: "NL01", apiKey: "sandbox-key", stateFile: "\(folder.path)/state",
            firstDate: Trade.date.adding(days: -30))
        change(&configuration)
        return FreshPortalExportSource(configuration, transport: InProcessTransport(handler: self), time: clock)
    }

    // MARK: An invoice of two lines

    static let invoice = [
        "invoice": """
        id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross
        7,12,1,00012345,2026-104233,2026-11-18,2026-11-18,EUR,domestic,152.00,13.68,165.68
        """,
        "customer_stock_item": """
        id,invoice_id,collective_invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price,line_kind,net,vat_id
        70,7,0,900,"Rosa, pink",4,100,0.3500,,140.00,1
        71,7,0,0,Transport,1,1,12.00,transport,12.00,1
        """,
        "invoice_vat": "id,invoice_id,vat_id,base,vat\n1,7,1,152.00,13.68\n",
        "stock_entry": "id,product_id,supplier_id,visible\n900,5,0,1\n",
        "product": "id,group_id,number,vbn_number,vat_id\n5,3,ROSPM60 ,1234,1\n",
        "product_group": "id,code,name\n3,CUTFLOWER,Snijbloemen\n",
        "vat": "id,code,name,percentage\n1,L,Laag,9\n2,H,Hoog,21\n",
        "customer": "id,code,name,country_id\n12,C0412,Bloemenhuis Bakker,1\n",
        "country": "id,code,name\n1,NL,Nederland\n",
    ]

    /// The invoice with some tables in another form; nil leaves a table out.
    static func invoice(_ changes: [String: String?]) -> Export {
        var files = invoice
        for (name, text) in changes { files[name] = text }
        return .files(files)
    }
}
