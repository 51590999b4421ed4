import Glibc

/// Which reader this process is about: the environment's LEDGERBRIDGE_FUZZ. Without one nothing can be fuzzed: whoever started it made a
/// mistake, and the process ends saying so.
private let reader: FuzzedReader = {
    let name = getenv("LEDGERBRIDGE_FUZZ").map { String(cString: $0) } ?? ""
    guard let reader = FuzzedReader(rawValue: name) else {
        fatalError("LEDGERBRIDGE_FUZZ names no reader: \(FuzzedReader.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return reader
}()

/// What libFuzzer calls with each input it thinks of. Ending the process is how a finding is told to it: it keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let finding = reader.finding(in: bytes) { fatalError(finding) }
    return 0
}
