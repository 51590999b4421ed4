import BridgeDomain
import BridgeHash
import BridgeSource

// A page of a stream: the rest of the file under way, then further files.
extension FolderSource {
    /// Files that may come to their end with one page. Each page is one commit of the journal and a few disk writes here, so small files go
    /// many at a time; the cursor names them all.
    static let pageFilesMax = 100
    /// Bytes of files after which a page takes no further one: what it holds is in memory until it is stored.
    static let pageBytesMax = 8 << 20

    /// Where a stream is asked to go on; nil for the beginning. A place under other settings of the reader, or in another kind of source,
    /// counts as none.
    ///
    /// Whoever asks after another cursor than was answered last has not stored that page: it is read again.
    func place(_ stream: FileStream, _ cursor: SourceCursor) -> FolderCursor? {
        let place = FolderCursor(cursor).flatMap { $0.fingerprint == reader.fingerprint ? $0 : nil }
        if answered[stream] != cursor {
            open[stream] = nil
            listing?.rewind(stream)
            if stream == .documents { ended = ended.filter { place?.finished.contains($0.key) ?? false } }
        }
        return place
    }

    /// The next page after a place.
    func page<Item: Sendable>(
        _ stream: FileStream, after cursor: SourceCursor, _ place: FolderCursor?, _ limit: Int,
        _ read: (inout OpenReading, Int) throws(FolderError) -> [Item]
    ) throws(FolderError) -> SourcePage<Item> {
        var items: [Item] = []
        var finished: [OpenReading] = []
        var bytes = 0
        var underWay = try resumed(stream, place)
        while items.count < limit, finished.count < Self.pageFilesMax, bytes < Self.pageBytesMax {
            if underWay == nil { underWay = try next(stream, besides: finished) }
            guard var reading = underWay else { break }
            items += try read(&reading, limit - items.count)
            underWay = reading.isOver ? nil : reading
            guard reading.isOver else { break }
            finished.append(reading)
            bytes += reading.file.size
            if stream == .documents { ended[reading.content] = reading }
        }
        open[stream] = underWay
        let next = self.cursor(finished, underWay) ?? cursor
        answered[stream] = next
        return SourcePage(items: items, next: next, hasMore: !finished.isEmpty || underWay != nil)
    }

    /// nil when nothing was read.
    private func cursor(_ finished: [OpenReading], _ underWay: OpenReading?) -> SourceCursor? {
        guard !finished.isEmpty || underWay != nil else { return nil }
        let place = underWay.map { FolderCursor.UnderWay(content: $0.content, handedOver: $0.handedOver) }
        return FolderCursor(finished: finished.map(\.content), underWay: place, fingerprint: reader.fingerprint).cursor
    }

    /// The reading of the file the place calls under way: the one in memory, or a new one up to there; nil when there is none, or its file is
    /// gone.
    private func resumed(_ stream: FileStream, _ place: FolderCursor?) throws(FolderError) -> OpenReading? {
        guard let underWay = place?.underWay else { return nil }
        if let open = open[stream], open.content == underWay.content, open.handedOver == underWay.handedOver { return open }
        guard let file = try find([underWay.content])[underWay.content] else { return nil }
        var reading = try opened(file, underWay.content, stream)
        try reading.skip(underWay.handedOver, today: today)
        return reading
    }

    func opened(_ file: WaitingFile, _ content: SHA256Digest, _ stream: FileStream) throws(FolderError) -> OpenReading {
        if stream == .documents { settled = nil }
        return try OpenReading(file, content, reader, stream, layout, files)
    }
}
