import BridgeSimulation
import Glibc

/// Runs the whole product on seeds: many of them with a line of progress, or one with its story.
@main struct Simulate {
    static func main() async throws {
        switch Request(Array(CommandLine.arguments.dropFirst())) {
        case .help?: print(Request.usage)
        case .replay(let seed, let options)?:
            let report = await (try Simulation(seed: seed, options: options)).run()
            if report.breach == nil { print(report.story.joined(separator: "\n")) }
            print(report)
            exit(report.breach == nil ? 0 : 1)
        case .many(let seeds, let options)?: exit(try await Campaign(seeds: seeds, options: options).run() ? 0 : 1)
        case nil:
            let usage = Request.usage + "\n"
            _ = usage.withCString { write(STDERR_FILENO, $0, strlen($0)) }
            exit(64)
        }
    }
}
