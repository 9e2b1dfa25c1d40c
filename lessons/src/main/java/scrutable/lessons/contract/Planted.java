package scrutable.lessons.contract;

/// Something that was put into procedural data on purpose, like a brittle feature; it is printed, because
/// finding what one has hidden is no discovery.
public record Planted(String what) implements Finding {}
