/// Rule sets and charts that ship with the product, as text to start from. They stand in the program itself, so that it needs no files
/// beside it.
public enum MappingSamples {}
