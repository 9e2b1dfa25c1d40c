package scrutable.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// A stream of bytes that trusts no number found in it.
///
/// A file may say that two gigabytes follow and then end. So bytes are read in pieces, and memory is taken
/// only for bytes that have really arrived: at most one piece more. Where the file ends too early, the
/// error names the place, what was being read, how many bytes it needs and how many there were.
public final class CheckedInput {
  private static final int PIECE = 1 << 16; // a multiple of eight, so that no number is cut in two

  private final InputStream in;
  private final String name;
  private long offset;

  /// @param in is read from its present place on and never closed; wrap a file in a `BufferedInputStream`
  /// @param name names the file in errors
  public CheckedInput(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /// The number of bytes read so far.
  public long offset() {
    return offset;
  }

  /// The next `count` bytes.
  ///
  /// @param what is being read, for the error, such as `"the header"`
  /// @throws MalformedFileException if the file ends before
  public byte[] bytes(int count, String what) throws IOException {
    List<byte[]> pieces = pieces(count, what);
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    var all = new byte[count];
    int filled = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, filled, piece.length);
      filled += piece.length;
    }
    return all;
  }

  /// The next `count` bytes, or as many as there still are.
  public byte[] atMost(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    offset += bytes.length;
    return bytes;
  }

  /// The next `count` bytes in pieces, all but the last of one size that is a multiple of eight.
  ///
  /// @throws MalformedFileException if the file ends before
  public List<byte[]> pieces(long count, String what) throws IOException {
    var pieces = new ArrayList<byte[]>();
    long start = offset;
    while (offset - start < count) {
      int wanted = (int) Math.min(PIECE, count - (offset - start));
      byte[] piece = in.readNBytes(wanted);
      offset += piece.length;
      if (piece.length < wanted) {
        throw new MalformedFileException(
            name, start,
            what + " needs " + count + " bytes, but the file ends after " + (offset - start) + " of them");
      }
      pieces.add(piece);
    }
    return pieces;
  }

  /// Checks that nothing follows.
  ///
  /// @param what came last, for the error, such as `"the last element"`
  /// @throws MalformedFileException if another byte follows
  public void requireEnd(String what) throws IOException {
    if (in.read() >= 0) {
      throw malformed("the file goes on after " + what + "; it should end here");
    }
  }

  /// An error at the present place.
  public MalformedFileException malformed(String problem) {
    return new MalformedFileException(name, offset, problem);
  }

  /// An error at an earlier place.
  public MalformedFileException malformed(long at, String problem) {
    return new MalformedFileException(name, at, problem);
  }
}
