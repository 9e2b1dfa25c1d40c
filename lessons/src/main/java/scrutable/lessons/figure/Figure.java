package scrutable.lessons.figure;

/// A picture that can be written as one SVG element, the same bytes every time.
public interface Figure {
  /// The SVG document without an XML declaration, so that it can stand alone or inside a page; ends in a
  /// line feed.
  String svg();
}
