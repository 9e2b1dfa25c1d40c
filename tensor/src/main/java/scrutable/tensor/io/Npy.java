package scrutable.tensor.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Reads and writes `.npy`, the file format of one NumPy array.
///
/// ```
/// bytes 0 .. 5    93 'N' 'U' 'M' 'P' 'Y'      (93 is hexadecimal)
/// bytes 6, 7      version, major and minor: 1 0, 2 0 or 3 0
/// bytes 8 ..      length of the header, little endian: 2 bytes in version 1, 4 bytes in versions 2 and 3
/// then            the header (see NpyHeader), filled with spaces so that the elements begin at a multiple
/// of 64
/// then            the elements, one after the other
/// ```
///
/// | NumPy        | element type | read as   | written  |
/// |--------------|--------------|-----------|----------|
/// | `f4`         | `float`      | `FLOAT32` | yes      |
/// | `f8`         | `double`     | `FLOAT64` | yes      |
/// | `i4`         | `int`        | `INT32`   | yes      |
/// | `i8`, `u1`   | `int`        | `INT32`   | no       |
///
/// Both byte orders and both element orders (C: last axis fastest, Fortran: first axis fastest) are read. Any
/// other file is rejected by a [MalformedFileException] that names the place; nothing a file claims can make
/// the reader take more memory than about twice what the file really holds.
///
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays", and the documentation of
/// `numpy.lib.format` for versions 2.0 and 3.0.
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int PIECE = 1 << 16;

  private Npy() {}

  /// Reads a file, which must end with the last element.
  ///
  /// @throws MalformedFileException if the content is not a supported `.npy` array
  /// @throws IOException if the file cannot be read
  public static Tensor read(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      var input = new CheckedInput(in, file.toString());
      Tensor tensor = read(input);
      input.requireEnd("the last element");
      return tensor;
    } catch (NoSuchFileException e) {
      throw new IOException("cannot read " + file + ": there is no such file", e);
    }
  }

  /// The type of the elements in a file by NumPy's name, such as `uint8`: some are read as a wider one, and a message
  /// about the file should say what its author wrote.
  ///
  /// @throws MalformedFileException if the file does not begin as a supported `.npy` array
  /// @throws IOException if the file cannot be read
  public static String elementType(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      return switch (readHeader(new CheckedInput(in, file.toString())).element()) {
        case F4 -> "float32";
        case F8 -> "float64";
        case I4 -> "int32";
        case I8 -> "int64";
        case U1 -> "uint8";
      };
    }
  }

  /// Reads one array from a stream and stops behind its last element, where another may follow.
  ///
  /// @param name names the stream in errors
  /// @throws MalformedFileException if the content is not a supported `.npy` array
  /// @throws IOException if the stream cannot be read
  public static Tensor read(InputStream in, String name) throws IOException {
    return read(new CheckedInput(in, name));
  }

  /// Writes a tensor (format 1.0, little endian, C order), as [AtomicFile] does: all or not at all. The bytes
  /// are those of `numpy.save`.
  ///
  /// @throws IllegalArgumentException if the tensor has more than 64 axes, NumPy's limit
  /// @throws IOException if the file cannot be written
  public static void write(Path file, Tensor tensor) throws IOException {
    AtomicFile.write(file, out -> write(out, tensor));
  }

  private static Tensor read(CheckedInput input) throws IOException {
    NpyHeader header = readHeader(input);
    return inRowMajorOrder(readElements(input, header), header);
  }

  private static NpyHeader readHeader(CheckedInput input) throws IOException {
    byte[] magic = input.bytes(MAGIC.length, "the magic number of .npy");
    if (!Arrays.equals(magic, MAGIC)) {
      byte[] head = Arrays.copyOf(magic, ForeignFormat.HEAD);
      byte[] more = input.atMost(ForeignFormat.HEAD - magic.length);
      System.arraycopy(more, 0, head, magic.length, more.length);
      throw input.malformed(0, "not a .npy file: it should begin with the bytes 93 'NUMPY'"
          + ForeignFormat.hint(head));
    }
    byte[] version = input.bytes(2, "the format version");
    if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
      throw input.malformed(6, "format version " + (version[0] & 0xFF) + "." + (version[1] & 0xFF)
          + " is unknown; known are 1.0, 2.0 and 3.0");
    }
    return readHeader(input, version[0] == 1 ? 2 : 4);
  }

  private static NpyHeader readHeader(CheckedInput input, int lengthBytes) throws IOException {
    byte[] digits = input.bytes(lengthBytes, "the length of the header");
    long length = 0;
    for (int i = lengthBytes - 1; i >= 0; i--) {
      length = length << 8 | digits[i] & 0xFF;
    }
    if (length > LONGEST_HEADER) {
      throw input.malformed(8, "a header of " + length + " bytes; the longest accepted is " + LONGEST_HEADER);
    }
    long start = input.offset();
    byte[] text = input.bytes((int) length, "the header");
    return NpyHeader.parse(text, start, input);
  }

  /// The elements as a tensor of rank 1, in the order of the file.
  private static Tensor readElements(CheckedInput input, NpyHeader header) throws IOException {
    int count = Shape.elementCount(header.shape());
    long start = input.offset();
    List<ByteBuffer> pieces =
        input.pieces((long) count * header.element().bytes, "the data of shape " + Shape.text(header.shape()))
            .stream().map(piece -> ByteBuffer.wrap(piece).order(header.byteOrder())).toList();
    return switch (header.element()) {
      case F4 -> Tensor.wrap(floats(pieces, count), count);
      case F8 -> Tensor.wrap(doubles(pieces, count), count);
      case I4 -> Tensor.wrap(ints(pieces, count), count);
      case I8 -> Tensor.wrap(longsAsInts(pieces, count, start, input), count);
      case U1 -> Tensor.wrap(unsignedBytes(pieces, count), count);
    };
  }

  private static float[] floats(List<ByteBuffer> pieces, int count) {
    var values = new float[count];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      piece.asFloatBuffer().get(values, filled, piece.remaining() / 4);
      filled += piece.remaining() / 4;
    }
    return values;
  }

  private static double[] doubles(List<ByteBuffer> pieces, int count) {
    var values = new double[count];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      piece.asDoubleBuffer().get(values, filled, piece.remaining() / 8);
      filled += piece.remaining() / 8;
    }
    return values;
  }

  private static int[] ints(List<ByteBuffer> pieces, int count) {
    var values = new int[count];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      piece.asIntBuffer().get(values, filled, piece.remaining() / 4);
      filled += piece.remaining() / 4;
    }
    return values;
  }

  private static int[] longsAsInts(List<ByteBuffer> pieces, int count, long start, CheckedInput input)
      throws IOException {
    var values = new int[count];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      while (piece.hasRemaining()) {
        long value = piece.getLong();
        if (value != (int) value) {
          throw input.malformed(start + 8L * filled, "element " + filled + " is " + value
              + ", which does not fit into int32; supported are i8 values from -2^31 to 2^31 - 1");
        }
        values[filled++] = (int) value;
      }
    }
    return values;
  }

  private static int[] unsignedBytes(List<ByteBuffer> pieces, int count) {
    var values = new int[count];
    int filled = 0;
    for (ByteBuffer piece : pieces) {
      while (piece.hasRemaining()) {
        values[filled++] = piece.get() & 0xFF;
      }
    }
    return values;
  }

  /// An array in Fortran order is its transpose in C order: reverse the sizes, then reverse the axes.
  private static Tensor inRowMajorOrder(Tensor elements, NpyHeader header) {
    int[] shape = header.shape();
    int rank = shape.length;
    if (!header.fortranOrder() || rank < 2) {
      return elements.reshape(shape);
    }
    var reversedShape = new int[rank];
    var reversedAxes = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      reversedShape[axis] = shape[rank - 1 - axis];
      reversedAxes[axis] = rank - 1 - axis;
    }
    return elements.reshape(reversedShape).permute(reversedAxes).contiguous();
  }

  private static void write(OutputStream out, Tensor tensor) throws IOException {
    int[] shape = tensor.shape();
    if (shape.length > NpyHeader.MOST_AXES) {
      throw new IllegalArgumentException("Npy.write: the tensor has " + shape.length
          + " axes; NumPy reads at most " + NpyHeader.MOST_AXES);
    }
    String descr = switch (tensor.dtype()) {
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case INT32 -> "<i4";
    };
    byte[] header = NpyHeader.format(descr, shape, MAGIC.length + 4);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >>> 8)});
    out.write(header);
    writeElements(out, tensor);
  }

  private static void writeElements(OutputStream out, Tensor tensor) throws IOException {
    int count = tensor.elementCount();
    int bytes = tensor.dtype().bytes();
    ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
    Tensor flat = tensor.reshape(count);
    int length;
    for (int from = 0; from < count; from += length) {
      length = Math.min(count - from, PIECE / bytes);
      Tensor part = flat.slice(0, from, from + length);
      switch (tensor.dtype()) {
        case FLOAT32 -> piece.asFloatBuffer().put(part.toFloatArray());
        case FLOAT64 -> piece.asDoubleBuffer().put(part.toDoubleArray());
        case INT32 -> piece.asIntBuffer().put(part.toIntArray());
      }
      out.write(piece.array(), 0, length * bytes);
    }
  }
}
