package scrutable.lessons.contract;

/// A sentence the reader needs in order not to misread the result.
public record Note(String text) implements Finding {}
