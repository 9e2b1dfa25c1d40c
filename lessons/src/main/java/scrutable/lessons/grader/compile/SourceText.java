package scrutable.lessons.grader.compile;

import java.net.URI;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/// A source file that exists only as a text.
final class SourceText extends SimpleJavaFileObject {
  private final String text;

  SourceText(String file, String text) {
    super(URI.create("text:///" + file), Kind.SOURCE);
    this.text = text;
  }

  /// The name of the file that the compiler speaks of; it hands out such files in a wrapping.
  static String fileOf(JavaFileObject source) {
    return source.toUri().getPath().substring(1);
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
