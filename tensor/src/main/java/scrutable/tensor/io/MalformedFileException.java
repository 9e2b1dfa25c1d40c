package scrutable.tensor.io;

import java.io.IOException;

/// A file that is not what its format demands: which file, at which byte, and what is wrong there.
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /// The message reads `weights.npy, byte 10: <problem>`, with [Printable] characters only.
  ///
  /// @param file the name of the file or stream
  /// @param offset the number of bytes before the place of the problem
  /// @param problem what was found and what was expected instead
  public MalformedFileException(String file, long offset, String problem) {
    super(Printable.text(file + ", byte " + offset + ": " + problem));
    this.file = file;
    this.offset = offset;
  }

  /// The name of the file or stream.
  public String file() {
    return file;
  }

  /// The number of bytes before the place of the problem.
  public long offset() {
    return offset;
  }
}
