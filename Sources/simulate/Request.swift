import BridgeSimulation

/// What is asked for on the command line.
enum Request: Sendable {
    case help
    case replay(UInt64, SimulationOptions)
    case many(Range<UInt64>, SimulationOptions)

    static let usage = """
        simulate --seeds 10000 [--from 0]   runs so many seeds on all cores; stops at the tenth that breaks a rule
        simulate --seed 42                  runs one seed and tells its story
        with --store memory|sqlite          instead of one seed in \(SimulationOptions.sqliteShare) on SQLite
        with --target \(SimulationOptions.Target.allCases.map(\.rawValue).joined(separator: "|"))             whose books; exact unless said
        with --canary \(SimulationOptions.Canary.allCases.dropFirst().map(\.rawValue).joined(separator: "|"))
                                            makes a deliberate mistake, which must be seen
        """

    /// nil for what cannot be understood.
    init?(_ arguments: [String]) {
        var options = SimulationOptions()
        var (seed, seeds, from): (UInt64?, UInt64?, UInt64) = (nil, nil, 0)
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--help" {
                self = .help
                return
            }
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--seed": seed = UInt64(value)
            case "--seeds": seeds = UInt64(value)
            case "--from": from = UInt64(value) ?? 0
            case "--store":
                guard let store = SimulationOptions.Store(rawValue: value) else { return nil }
                options.store = store
            case "--target":
                guard let target = SimulationOptions.Target(rawValue: value) else { return nil }
                options.target = target
            case "--canary":
                guard let canary = SimulationOptions.Canary(rawValue: value) else { return nil }
                options.canary = canary
            default: return nil
            }
        }
        if let seed {
            options.tellsAll = true
            self = .replay(seed, options)
        } else if let seeds, seeds > 0 {
            self = .many(from..<(from + seeds), options)
        } else {
            return nil
        }
    }
}
