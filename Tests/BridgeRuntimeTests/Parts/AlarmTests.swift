import Testing

@testable import BridgeRuntime

@Suite struct `Waiting for work` {
    @Test(.timeLimit(.minutes(1))) func `ends when it rings`() async {
        let alarm = Alarm()
        async let waited: Void = alarm.wait(milliseconds: 3_600_000)
        alarm.ring()
        await waited
    }

    @Test(.timeLimit(.minutes(1))) func `does not begin when it rang before`() async {
        let alarm = Alarm()
        alarm.ring()
        alarm.ring()
        await alarm.wait(milliseconds: 3_600_000)
    }

    @Test(.timeLimit(.minutes(1))) func `ends when its time is over, however short`() async {
        let alarm = Alarm()
        for _ in 0..<500 { await alarm.wait(milliseconds: 0) }
        for _ in 0..<20 { await alarm.wait(milliseconds: 1) }
    }

    @Test(.timeLimit(.minutes(1))) func `loses no ring, whenever it comes`() async {
        let alarm = Alarm()
        let (rang, ringing) = AsyncStream<Void>.makeStream()
        let ringer = Task {
            // One ring for each time the other side is about to wait.
            for await _ in rang { alarm.ring() }
        }
        for _ in 0..<20_000 {
            ringing.yield()
            await alarm.wait(milliseconds: 3_600_000)
        }
        ringing.finish()
        await ringer.value
    }
}
