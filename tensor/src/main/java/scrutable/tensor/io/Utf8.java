package scrutable.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/// Reads text that must be UTF-8. A file in another encoding is an error that names the place, not a text
/// with replacement characters in it.
public final class Utf8 {
  private static final int SHOWN = 4;

  private Utf8() {}

  /// The whole text of a file.
  ///
  /// @throws MalformedFileException if it is not UTF-8, begins with a byte order mark or holds a NUL
  /// @throws IOException if the file cannot be read
  public static String read(Path file) throws IOException {
    try {
      return decode(Files.readAllBytes(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + Printable.text(file.toString()) + ": there is no such file", e);
    }
  }

  /// The text that `bytes` are.
  ///
  /// @param name names the file in errors
  /// @throws MalformedFileException if they are not UTF-8, begin with a byte order mark or hold a NUL
  public static String decode(byte[] bytes, String name) throws MalformedFileException {
    String hint = ForeignFormat.hint(Arrays.copyOf(bytes, Math.min(bytes.length, ForeignFormat.HEAD)));
    if (!hint.isEmpty()) {
      throw new MalformedFileException(name, 0, "this should be a text in UTF-8" + hint);
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        throw notText(bytes, i, name, "; if it is in UTF-16, save it as UTF-8");
      }
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
    if (result.isError()) {
      throw notText(bytes, in.position(), name, "; if it is in Latin-1 or Windows-1252, convert it:"
          + " iconv -f WINDOWS-1252 -t UTF-8");
    }
    return text.flip().toString();
  }

  private static MalformedFileException notText(byte[] bytes, int at, String name, String advice) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    String shown = HexFormat.ofDelimiter(" ").withUpperCase()
        .formatHex(bytes, at, Math.min(bytes.length, at + SHOWN));
    return new MalformedFileException(name, at, "this should be a text in UTF-8, but in line " + line
        + " stand the bytes " + shown + advice);
  }
}
