/// Elements one behind the other in memory of its own: an array without copies of itself, and so without asking before every change
/// whether there is one. Reading XML is little else than appending; with arrays it took half as long again.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// - Precondition: a place below ``count``.
    subscript(place: Int) -> Element {
        get {
            precondition(UInt(bitPattern: place) < UInt(bitPattern: count), "a place inside the buffer")
            return start[place]
        }
        set {
            precondition(UInt(bitPattern: place) < UInt(bitPattern: count), "a place inside the buffer")
            start[place] = newValue
        }
    }

    /// Makes room for as many, at once.
    mutating func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        (start, self.capacity) = (larger, capacity)
    }

    mutating func append(_ element: Element) {
        if count == capacity { reserve(capacity * 2) }
        start[count] = element
        count += 1
    }

    mutating func append(_ elements: UnsafePointer<Element>, count added: Int) {
        if count + added > capacity { reserve(max(capacity * 2, count + added)) }
        (start + count).update(from: elements, count: added)
        count += added
    }

    /// - Precondition: not empty.
    mutating func removeLast() -> Element {
        precondition(count > 0, "an element to take")
        count -= 1
        return start[count]
    }

    /// Forgets what stands behind so many elements.
    mutating func cut(to count: Int) { if count < self.count { self.count = count } }
}
