@main struct LedgerBridge { static func main() {} }
