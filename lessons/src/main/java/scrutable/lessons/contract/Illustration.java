package scrutable.lessons.contract;

import scrutable.lessons.figure.Figure;

/// A figure with the name of its file and the sentence below it.
///
/// @param name    lower-case words joined by hyphens; the file is `name.svg`
/// @param caption what to see in it
/// @param figure  the picture
public record Illustration(String name, String caption, Figure figure) implements Finding {
  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if the name is not lower-case words joined by hyphens
  public Illustration {
    Names.require("figure", name);
  }
}
